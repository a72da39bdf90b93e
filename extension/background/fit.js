// Cuts a `conversation.opened` to what the server takes: its newest messages, in one frame.
// @ts-check

const DEFAULTS = { frame_bytes: 65_536, messages: 50 };

/** @param {object} value bytes as sent */
const size = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

/**
 * Leave out the oldest messages until the frame is small enough.
 * @param {Sidecar.Frame & { messages?: Sidecar.Message[] }} frame
 * @param {{ frame_bytes?: number, messages?: number }} [limits] from `welcome`
 * @returns {Sidecar.Frame}
 */
export function fit(frame, limits) {
  const { frame_bytes: bytes, messages: most } = { ...DEFAULTS, ...limits };
  const messages = (frame.messages ?? []).slice(-most);
  let left = bytes - size({ ...frame, messages: [] });
  let from = messages.length;
  while (from > 0) {
    left -= size(messages[from - 1] ?? {}) + 1;
    if (left < 0) break;
    from -= 1;
  }
  return { ...frame, messages: messages.slice(from) };
}
