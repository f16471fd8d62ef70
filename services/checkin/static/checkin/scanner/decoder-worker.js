/** Reads QR codes out of pictures, away from the page's own thread. Told first where the decoder is: {script, wasm}. */

const READING = { formats: ["QRCode"], maxNumberOfSymbols: 1, textMode: "Plain", tryHarder: true };
let canvas = null;

self.onmessage = ({ data: addresses }) => {
  importScripts(addresses.script);
  self.onmessage = readPicture;
  // Without locateFile the decoder would fetch its WebAssembly from a CDN.
  ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => addresses.wasm }, fireImmediately: true }).then(
    () => self.postMessage({ ready: true }),
    (error) => self.postMessage({ failed: String(error) }),
  );
};

async function readPicture({ data: bitmap }) {
  try {
    const [reading] = await ZXingWASM.readBarcodes(pixelsOf(bitmap), READING);
    self.postMessage({ text: reading?.isValid ? reading.text : null });
  } catch {
    self.postMessage({ text: null });
  }
}

function pixelsOf(bitmap) {
  const { width, height } = bitmap;
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
