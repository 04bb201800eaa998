import { detailIn, Refusal, type Api } from "../connection/api.js";

export const PICTURES = ["image/jpeg", "image/png", "image/webp"];
export const MOST_PICTURES = 5;

/** A picture that is being uploaded. */
export interface Upload {
  id: string;
  file: File;
  /** A local URL of the picture. */
  preview: string;
  /** From 0 to 1. */
  progress: number;
  /** The reason of a failure; null while the upload is under way. */
  failure: string | null;
  /** True if it is retried as soon as there is a connection. */
  waits: boolean;
  at: number;
}

/**
 * Upload a picture to a room, and return its URL. `fetch` does not report progress.
 * Throws Refusal, or TypeError when the network failed.
 */
export function sendUp(
  api: Api,
  room: number,
  headers: Record<string, string>,
  file: Blob,
  onProgress: (share: number) => void,
): Promise<string> {
  const form = new FormData();
  form.append("image", file, "picture");
  const request = new XMLHttpRequest();
  request.open("POST", `${api.origin}/api/v1/support/rooms/${room}/pictures`);
  request.responseType = "json";
  request.setRequestHeader("Accept-Language", api.language);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    request.onload = () => {
      if (request.status === 201) resolve((request.response as { image: string }).image);
      else reject(new Refusal(request.status, detailIn(request.response ?? {})));
    };
    request.onerror = request.onabort = () => reject(new TypeError("The network failed."));
    request.send(form);
  });
}
