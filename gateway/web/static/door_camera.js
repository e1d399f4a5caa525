// QR codes by the camera, where the browser itself can read them. Nothing of what it sees leaves the browser.

const PAUSE = 200; // milliseconds between two looks
const SAME_CODE = 3000; // for which a code that is still in view is not told again

export const canRead = async () =>
  "BarcodeDetector" in self && Boolean(navigator.mediaDevices) && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");

// Shows what the camera sees and tells each code; gives what ends it.
export async function look(video, found) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const told = new Map();
  let timer = 0;
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const again = async () => {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      const now = Date.now();
      if (now - (told.get(rawValue) ?? 0) > SAME_CODE) found(rawValue);
      told.set(rawValue, now);
    }
    if (video.srcObject === stream) timer = setTimeout(again, PAUSE);
  };
  again();
  return () => {
    clearTimeout(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  };
}
