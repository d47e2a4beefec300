import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type CameraFault, openCamera } from "./camera.ts";
import { codeIn } from "./code.ts";
import type { RedeemWords } from "./words.ts";

/** The camera's picture; it closes by itself once it has read a coupon's code. */
export function Scanner(
  { words, onCode, onClose }: {
    words: RedeemWords;
    onCode: (code: string) => void;
    onClose: () => void;
  },
) {
  const video = useRef<HTMLVideoElement>(null);
  const fault = useSignal<CameraFault | null>(null);
  const other = useSignal(false);
  useEffect(() => {
    if (video.current === null) return;
    return openCamera({
      video: video.current,
      onFault: (value) => fault.value = value,
      onText: (text) => {
        const code = codeIn(text);
        other.value = code === null;
        if (code !== null) onCode(code);
      },
    });
  }, []);
  return (
    <div class="scanner">
      {fault.value === null
        ? (
          <>
            <div class="viewfinder">
              <video ref={video} muted playsInline aria-label={words.camera.view} />
            </div>
            <p role="status">{other.value ? words.camera.other : words.camera.point}</p>
          </>
        )
        : <p class="note" role="alert">{words.camera[fault.value]}</p>}
      <button type="button" class="button" onClick={onClose}>{words.stopScan}</button>
    </div>
  );
}
