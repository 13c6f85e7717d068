/* The proof of work that the server asks for before it counts what a browser sends. */

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

/* ALTCHA v2: the counter whose derived key starts with keyPrefix. */
export async function solve({ parameters, signature }) {
  const { nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const kdf = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  for (let counter = 0; ; counter++) {
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const bits = new Uint8Array(await crypto.subtle.deriveBits(kdf, key, keyLength * 8));
    const derivedKey = Array.from(bits, (b) => b.toString(16).padStart(2, "0")).join("");
    if (derivedKey.startsWith(keyPrefix)) {
      const payload = { challenge: { parameters, signature }, solution: { counter, derivedKey } };
      return btoa(JSON.stringify(payload));
    }
  }
}
