// The handshake as a protocol that cannot touch the network: frames in, frames out.
// @ts-check
import { clientProof, identity, newNonce, serverProved } from "./proof.js";

/**
 * What one frame of the server led to. `send` goes out; `token` is a new credential to keep;
 * `welcome` ends the handshake; `fault` names a problem and the connection must be dropped.
 * @typedef {{ send?: Sidecar.Frame, token?: string, welcome?: Sidecar.Welcome, fault?: string }} Step
 */

/**
 * Start a handshake. Only the returned `hello` may be sent before the server has proved itself:
 * `next` gives nothing further to send until then.
 * @param {string} authority host:port as dialled
 * @param {Sidecar.Credential} credential
 * @param {string} client the name and version of this client
 */
export async function begin(authority, credential, client) {
  const pairing = "code" in credential;
  const { key, ...named } = await identity(credential);
  const nonce = newNonce();
  let expected = "challenge";

  /** @type {{ [type: string]: (frame: Sidecar.Frame) => Promise<Step> | Step }} */
  const steps = {
    async challenge(frame) {
      const server = frame.nonce;
      if (typeof server !== "string" || !/^[0-9a-f]{64}$/.test(server))
        return { fault: "unproven" };
      const about = { authority, client: nonce, server };
      if (!(await serverProved(key, about, frame.proof)))
        return { fault: pairing ? "code_wrong" : "unproven" };
      expected = pairing ? "paired" : "welcome";
      return { send: { type: "auth", proof: await clientProof(key, about) } };
    },
    paired(frame) {
      if (typeof frame.token !== "string" || !frame.token) return { fault: "unproven" };
      expected = "welcome";
      return { token: frame.token };
    },
    welcome: (frame) => ({ welcome: frame }),
  };

  return {
    hello: { type: "hello", protocol: 1, client, ...named, nonce, authority },
    /** @param {Sidecar.Frame} frame @returns {Promise<Step>} */
    next: async (frame) => {
      if (frame.type === "tick" || frame.type === "problem") return {};
      return frame.type === expected ? (steps[expected]?.(frame) ?? {}) : { fault: "unproven" };
    },
  };
}
