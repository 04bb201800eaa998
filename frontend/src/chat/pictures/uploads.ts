import { detailIn, Refusal, type Api } from "../connection/api.js";

export const PICTURES = ["image/jpeg", "image/png", "image/webp"];
export const MOST_PICTURES = 5;

/** A picture on its way up. */
export interface Upload {
  id: string;
  file: File;
  /** A local address of the picture itself. */
  preview: string;
  /** From 0 to 1. */
  progress: number;
  /** Why it failed, in words; null while it is under way. */
  failure: string | null;
  /** Whether it will be tried again as soon as there is a connection. */
  waits: boolean;
  at: number;
}

/**
 * Upload a picture to a room; its address on the board. `fetch` cannot tell how far it is.
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
