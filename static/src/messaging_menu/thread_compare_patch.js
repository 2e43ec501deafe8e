import { threadCompareRegistry } from "@mail/core/common/thread_compare";

/** @param {import("models").Thread} thread */
function hasUnread(thread) {
    return thread.isSwitchboard
        ? thread.isUnread
        : Boolean(thread.self_member_id?.message_unread_counter);
}

/** Unread first, also where ours stand among conversations with members. */
threadCompareRegistry.add(
    "mail_switchboard.unread",
    (thread1, thread2) => {
        const difference = hasUnread(thread2) - hasUnread(thread1);
        if ((thread1.isSwitchboard || thread2.isSwitchboard) && difference) {
            return difference;
        }
    },
    { sequence: 20 }
);
