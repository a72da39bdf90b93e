// The arithmetic of the handshake: keys, ids, nonces and proofs, in lowercase hex.
// @ts-check

const encoder = new TextEncoder();

/** @param {ArrayBuffer | Uint8Array} bytes */
const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string | BufferSource} data */
const sha256 = (data) =>
  crypto.subtle.digest("SHA-256", typeof data === "string" ? encoder.encode(data) : data);

/** 32 random bytes as 64 hex digits. */
export const newNonce = () => hex(crypto.getRandomValues(new Uint8Array(32)));

/**
 * A pairing code as people may type it: case, hyphens and spaces do not count.
 * @param {string} code
 */
export const plainCode = (code) => code.toUpperCase().replace(/[\s\-\u2010-\u2015]/g, "");

/**
 * What to say hello with, and the key to prove with. A token's id is the first 16 hex digits of
 * SHA-256 over the key, so the server can find the key without seeing the token; a code's are the
 * first 8, for a server where several people pair at once.
 * @param {Sidecar.Credential} credential
 */
export async function identity(credential) {
  const pairing = "code" in credential;
  const raw = await sha256(pairing ? plainCode(credential.code) : credential.token);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign", "verify"]);
  const digest = hex(await sha256(raw));
  return pairing
    ? { key, id: "pair", code_id: digest.slice(0, 8) }
    : { key, id: digest.slice(0, 16) };
}

/**
 * What both sides sign; the address dialled is part of it, so a relayed handshake fails.
 * @param {"server" | "client"} who
 * @param {{ authority: string, client: string, server: string }} about nonces of the two sides
 */
const statement = (who, { authority, client, server }) =>
  encoder.encode(`sidecar1|${who}|${authority}|${client}|${server}`);

/**
 * The client's own proof.
 * @param {CryptoKey} key
 * @param {{ authority: string, client: string, server: string }} about
 */
export const clientProof = async (key, about) =>
  hex(await crypto.subtle.sign("HMAC", key, statement("client", about)));

/**
 * Whether the server holds the key too; compared in constant time by the platform.
 * @param {CryptoKey} key
 * @param {{ authority: string, client: string, server: string }} about
 * @param {unknown} proof
 */
export async function serverProved(key, about, proof) {
  if (typeof proof !== "string" || !/^[0-9a-f]{64}$/.test(proof)) return false;
  const bytes = Uint8Array.from({ length: 32 }, (_, i) =>
    parseInt(proof.slice(2 * i, 2 * i + 2), 16),
  );
  return crypto.subtle.verify("HMAC", key, bytes, statement("server", about));
}
