/** Reads QR codes from the camera of a phone. */
import { BarcodeDetector } from "qr/decode.js";

/** Why there is no picture. */
export type CameraFault = "denied" | "none" | "insecure" | "failed";

/** A picture of the camera that one can look at, and what it says. */
export interface CameraOptions {
  readonly video: HTMLVideoElement;
  /** Something was read; the same text may come again. */
  readonly onText: (text: string) => void;
  readonly onFault: (fault: CameraFault) => void;
}

const FRAME_MS = 150;
const FORMAT = "qr_code";
/** Fine enough for a code that fills a quarter of the picture; more only costs time. */
const WIDTH = 1_280;

/** What reads a frame: the browser's own detector, or ours of the same shape. */
type Detector = Pick<BarcodeDetector, "detect">;

/** Opens the camera at the back and reads until closed. Returns how to close it. */
export function openCamera(options: CameraOptions): () => void {
  const closed = new AbortController();
  void run(options, closed.signal);
  return () => closed.abort();
}

async function run({ video, onText, onFault }: CameraOptions, signal: AbortSignal): Promise<void> {
  // Absent on plain HTTP.
  if (navigator.mediaDevices === undefined) return onFault("insecure");
  let stream: MediaStream | null = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: WIDTH } },
    });
    video.srcObject = stream;
    await video.play();
    const detector = await detectorHere();
    while (!signal.aborted) {
      const text = await read(detector, video);
      if (text !== null && !signal.aborted) onText(text);
      await rest(signal);
    }
  } catch (error) {
    if (!signal.aborted) onFault(faultOf(error));
  } finally {
    video.srcObject = null;
    for (const track of stream?.getTracks() ?? []) track.stop();
  }
}

async function read(detector: Detector, video: HTMLVideoElement): Promise<string | null> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const [found] = await detector.detect(video);
  return found?.rawValue ?? null;
}

async function detectorHere(): Promise<Detector> {
  // Not every browser has one, nor every one that has it reads QR codes.
  const native = (globalThis as { BarcodeDetector?: typeof BarcodeDetector }).BarcodeDetector;
  const formats = await native?.getSupportedFormats().catch(() => []) ?? [];
  const Kind = native !== undefined && formats.includes(FORMAT) ? native : BarcodeDetector;
  return new Kind({ formats: [FORMAT] });
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FRAME_MS);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "failed";
}
