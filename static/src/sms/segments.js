/**
 * How many parts a text takes, and which character makes it dear; counts as
 * tools/twilio/segments.py does.
 */

const BASIC = new Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
);
const EXTENSION = new Set("\f^{}\\[~]|€");
const SIZES = { "GSM-7": [160, 153], "UCS-2": [70, 67] };

/**
 * @param {string} text
 * @returns {{encoding: string, parts: number, units: number, left: number, offending: string}}
 */
export function countSegments(text) {
    const characters = [...text];
    const offending = characters.find((char) => !BASIC.has(char) && !EXTENSION.has(char)) || "";
    const encoding = offending ? "UCS-2" : "GSM-7";
    const sizes = characters.map((char) => (offending ? char.length : EXTENSION.has(char) ? 2 : 1));
    const units = sizes.reduce((sum, size) => sum + size, 0);
    const [single, several] = SIZES[encoding];
    if (units <= single) {
        return { encoding, parts: units ? 1 : 0, units, left: single - units, offending };
    }
    let parts = 1;
    let left = several;
    for (const size of sizes) {
        if (size > left) {
            parts++;
            left = several;
        }
        left -= size;
    }
    return { encoding, parts, units, left, offending };
}
