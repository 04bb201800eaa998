// The board stores no wider pictures.
const WIDEST = 1600;
const SMALL_BYTES = 1_000_000;
const QUALITY = 0.85;

/** Return a picture small enough to upload quickly, or the file itself if that fails. */
export async function shrunk(file: File): Promise<Blob> {
  if (file.size < SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / picture.width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await blobOf(canvas);
    return made && made.size < file.size ? made : file;
  } catch {
    // The board checks the file itself.
    return file;
  }
}

/** Encode as WebP, which has transparency; browsers without it encode PNG. */
function blobOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
}
