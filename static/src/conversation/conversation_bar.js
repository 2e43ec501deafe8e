import { ageText } from "@mail_switchboard/handling/age";
import { AssignDialog } from "@mail_switchboard/handling/assign_dialog";
import { Counterpart } from "@mail_switchboard/conversation/contact_card";

import { Component, useEffect, useState } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const MINUTE = 60 * 1000;

/**
 * Below the name of a conversation: people, deals, whose it is, how long the
 * customer has been waiting.
 *
 * @typedef {Object} Props
 * @property {import("models").Thread} thread
 * @extends {Component<Props, Env>}
 */
export class ConversationBar extends Component {
    static template = "mail_switchboard.ConversationBar";
    static components = { Counterpart };
    static props = ["thread"];

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.clock = useState({ tick: 0 });
        useEffect(
            (thread) => {
                thread.fetchSwitchboardDetails();
            },
            () => [this.thread, this.thread.switchboard_last_date?.ts]
        );
        useEffect(
            () => {
                const timer = browser.setInterval(() => this.clock.tick++, MINUTE);
                return () => browser.clearInterval(timer);
            },
            () => []
        );
    }

    get thread() {
        return this.props.thread;
    }

    get people() {
        return this.thread.switchboardDetails?.people ?? this.thread.switchboard_counterparts ?? [];
    }

    get mayHandle() {
        return this.thread.switchboard_line_id?.can_send;
    }

    get waitingText() {
        void this.clock.tick;
        const since = this.thread.switchboard_unanswered_since;
        return since && !this.thread.switchboard_done
            ? _t("Waiting for %(age)s", { age: ageText(since) })
            : "";
    }

    get waitingTitle() {
        return _t("Nobody has answered since %(time)s.", {
            time: toLocaleDateTimeString(this.thread.switchboard_unanswered_since),
        });
    }

    get snoozedText() {
        return _t("Snoozed until %(time)s", {
            time: toLocaleDateTimeString(this.thread.switchboard_snoozed_until),
        });
    }

    get assigneeText() {
        const { switchboard_assignee: assignee } = this.thread;
        return assignee ? assignee.name : _t("Nobody's");
    }

    get assigneeTitle() {
        const { switchboard_assignee: assignee } = this.thread;
        return assignee
            ? _t("%(name)s takes care of it", { name: assignee.name })
            : _t("Nobody takes care of it yet");
    }

    assign() {
        this.dialog.add(AssignDialog, { thread: this.thread });
    }
}
