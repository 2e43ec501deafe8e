import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Countdowns that end together are told together. */
export const WAKE_DELAY = 250;
/** What leaves later than this is the server's alone to remember. */
export const WATCH_LIMIT = 60 * 60 * 1000;

/** Tells the server when a countdown ends, so that the mail leaves at once. */
export class OutgoingQueue {
    constructor() {
        /** @type {Map<number, number>} outgoing id -> timer */
        this.timers = new Map();
        /** @type {Set<number>} */
        this.due = new Set();
    }

    /** @param {import("models").Message} message */
    watch(message) {
        const id = message.switchboard_outgoing_id;
        browser.clearTimeout(this.timers.get(id));
        this.timers.delete(id);
        const delay = message.switchboardMillisecondsLeft;
        if (message.switchboard_state === "queued" && delay !== undefined && delay < WATCH_LIMIT) {
            this.timers.set(
                id,
                browser.setTimeout(() => this.onDue(id), Math.max(delay, 0))
            );
        }
    }

    onDue(id) {
        this.timers.delete(id);
        if (!this.due.size) {
            browser.setTimeout(() => this.wake(), WAKE_DELAY);
        }
        this.due.add(id);
    }

    async wake() {
        const outgoing_ids = [...this.due];
        this.due.clear();
        try {
            await rpc("/mail_switchboard/queue/wake", { outgoing_ids }, { silent: true });
        } catch {
            // only a hint: without it the queue's own clock sends
        }
    }
}

registry.category("services").add("switchboard.outgoing", { start: () => new OutgoingQueue() });
