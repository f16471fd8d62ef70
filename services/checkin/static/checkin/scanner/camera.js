/** From the camera's pictures to texts: one picture at a time, and one report for a code that stays in view. */

const PAUSE = 60;
const GONE = 2500;
const WISHES = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
};

/** Why there is no camera: "refused", "absent", "busy", "insecure", "no-decoder". */
export class NoCamera extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export function createCamera({ video, decoder, workerAddress, onText, onLost }) {
  let stream = null;
  let worker = null;
  let running = false;
  const isNew = createMemoryOfCodes();

  async function start() {
    if (!decoder) throw new NoCamera("no-decoder");
    worker ??= await startDecoder(workerAddress, decoder);
    stream = await openStream();
    video.srcObject = stream;
    stream.getVideoTracks()[0].onended = () => (stop(), onLost());
    await video.play();
    running = true;
    read();
  }

  async function read() {
    while (running) {
      const text = await readPicture().catch(() => null);
      if (text && running && isNew(text, performance.now())) onText(text);
      await new Promise((next) => setTimeout(next, PAUSE));
    }
  }

  async function readPicture() {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const bitmap = await createImageBitmap(video);
    const answer = new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data.text)));
    worker.postMessage(bitmap, [bitmap]);
    return answer;
  }

  function stop() {
    running = false;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.srcObject = null;
  }

  return { start, stop, isRunning: () => running };
}

/** A code is new when it is another one, or when it had left the view for a while. */
export function createMemoryOfCodes(gone = GONE) {
  let last = null;
  let seenAt = -Infinity;
  return (text, now) => {
    const fresh = text !== last || now - seenAt > gone;
    last = text;
    seenAt = now;
    return fresh;
  };
}

async function openStream() {
  if (!navigator.mediaDevices?.getUserMedia) throw new NoCamera(window.isSecureContext ? "absent" : "insecure");
  try {
    return await navigator.mediaDevices.getUserMedia(WISHES);
  } catch (error) {
    throw new NoCamera(reasonOf(error));
  }
}

function reasonOf(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "refused";
  if (error.name === "NotFoundError" || error.name === "OverconstrainedError") return "absent";
  return "busy";
}

function startDecoder(workerAddress, decoder) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerAddress);
    worker.onmessage = ({ data }) => (data.ready ? resolve(worker) : reject(new NoCamera("no-decoder")));
    worker.onerror = () => reject(new NoCamera("no-decoder"));
    worker.postMessage(decoder);
  });
}
