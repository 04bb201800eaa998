// The board keeps no wider ones.
const WIDEST = 1600;
const SMALL_BYTES = 1_000_000;
const QUALITY = 0.85;

/** A photograph made small enough to go up quickly; the file itself when it is, or cannot be made. */
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
    // What it is worth is for the board to say.
    return file;
  }
}

/** WebP keeps what is transparent; a browser that cannot write it makes a PNG of it. */
function blobOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
}
