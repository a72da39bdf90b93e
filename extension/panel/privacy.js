// The one line about where chat text goes, made from the address connected to.
// @ts-check

/** @typedef {import("./strings.js").Texts} Texts */

const LOOPBACK = /^(127(\.\d+){3}|localhost|\[?::1\]?)$/;

/** The name of the computer in an address, host:port. @param {string} address */
export const host = (address) => address.replace(/:\d+$/, "");

/** Whether an address, host:port, is this computer. @param {string} address */
export const isLocal = (address) => LOOPBACK.test(address) || LOOPBACK.test(host(address));

/**
 * @param {Pick<Sidecar.View, "connection" | "reading">} view
 * @param {Texts} t
 */
export function privacyLine({ connection, reading }, t) {
  const { status, address } = connection;
  if (reading.state !== "reading") return t("privacy_not_read");
  if (status !== "connected") return t("privacy_off");
  const goes = isLocal(address) ? t("privacy_local") : t("privacy_remote", host(address));
  const counts = reading.messages ? t("privacy_counts", reading.messages) : "";
  return [goes, counts].filter(Boolean).join(" ");
}
