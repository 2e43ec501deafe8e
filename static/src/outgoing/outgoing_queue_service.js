import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Countdowns that end together are told together. */
export const WAKE_DELAY = 250;
/** The server sends a little after the countdown, so it may be asked again. */
export const RETRY_DELAY = 2500;
const MOST_WAKES = 3;
/** What leaves later than this is the server's alone to remember. */
const WATCH_LIMIT = 60 * 60 * 1000;

/** Tells the server when a countdown ends, so that the mail leaves at once. */
export class OutgoingQueue {
    constructor() {
        /** @type {Map<number, {timer: number, wakes: number}>} by outgoing id */
        this.watched = new Map();
        /** @type {Set<number>} */
        this.due = new Set();
    }

    /** @param {import("models").Message} message */
    watch(message) {
        const id = message.switchboard_outgoing_id;
        browser.clearTimeout(this.watched.get(id)?.timer);
        this.watched.delete(id);
        const delay = message.switchboardMillisecondsLeft;
        if (message.switchboard_state === "queued" && delay !== undefined && delay < WATCH_LIMIT) {
            this.wakeAfter(Math.max(delay, 0), id, MOST_WAKES);
        }
    }

    wakeAfter(delay, id, wakes) {
        if (wakes) {
            const timer = browser.setTimeout(() => this.onDue(id), delay);
            this.watched.set(id, { timer, wakes });
        }
    }

    onDue(id) {
        if (!this.due.size) {
            browser.setTimeout(() => this.wake(), WAKE_DELAY);
        }
        this.due.add(id);
        // a change of its state ends the watch before that
        this.wakeAfter(RETRY_DELAY, id, this.watched.get(id).wakes - 1);
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
