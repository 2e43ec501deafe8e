import { compareDatetime } from "@mail/utils/common/misc";

/** @param {import("models").Message} message */
function isTemporary(message) {
    return !Number.isInteger(message.id);
}

/**
 * Messages of a conversation stand in date order, equal dates by arrival. What
 * is just being posted has no date of the server yet and stands last.
 *
 * @param {import("models").Message} a
 * @param {import("models").Message} b
 */
export function compareMails(a, b) {
    if (isTemporary(a) || isTemporary(b)) {
        return isTemporary(a) - isTemporary(b) || a.id - b.id;
    }
    return (
        compareDatetime(a.date, b.date) ||
        (a.switchboard_index_id || 0) - (b.switchboard_index_id || 0) ||
        a.id - b.id
    );
}
