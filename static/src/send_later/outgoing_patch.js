import { OutgoingCardDialog } from "@mail_switchboard/outgoing/outgoing_card_dialog";
import { OutgoingState } from "@mail_switchboard/outgoing/outgoing_state";
import { SendLaterDialog } from "@mail_switchboard/send_later/send_later_dialog";

import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

const PAUSED_ICON = "fa fa-pause-circle text-warning";

/** @param {import("models").Message} message */
function pausedSentence(message) {
    switch (message.switchboard_paused) {
        case "incoming":
            return _t("Paused: a new message came in. Read it, then let this one go or stop it.");
        case "colleague":
            return _t("Paused: a colleague answered. Read it, then let this one go or stop it.");
        case "bounced":
            return _t(
                "Paused: mail to this address comes back. Let it go all the same, or stop it."
            );
        case "automatic":
            return _t("Paused: no automatic message answers another one. A person decides.");
        case "rounds":
            return _t("Paused: too many automatic messages went there. A person decides.");
        default:
            return _t("Paused: it waits for a person.");
    }
}

patch(OutgoingState.prototype, {
    get icon() {
        return this.props.message.isSwitchboardPaused ? PAUSED_ICON : super.icon;
    },
    get sentence() {
        return this.props.message.isSwitchboardPaused
            ? pausedSentence(this.props.message)
            : super.sentence;
    },
    get countdown() {
        return this.props.message.isSwitchboardPaused ? "" : super.countdown;
    },
});

patch(OutgoingCardDialog.prototype, {
    setup() {
        super.setup();
        this.dialog = useService("dialog");
    },
    get icon() {
        return this.message.isSwitchboardPaused ? PAUSED_ICON : super.icon;
    },
    get stateText() {
        return this.message.isSwitchboardPaused ? pausedSentence(this.message) : super.stateText;
    },
    get rows() {
        const { leaves_at } = this.state.card;
        const about = leaves_at && this.isQueued && this.formatTime(leaves_at);
        const rows = super.rows;
        return about ? [...rows, { label: _t("Leaves about"), value: about }] : rows;
    },
    async decide(method, args = []) {
        const done = await this.orm.call("switchboard.outgoing", method, [
            [this.message.switchboard_outgoing_id],
            ...args,
        ]);
        this.state.tooLate = !done;
        return done;
    },
    async onClickLetGo() {
        if (await this.decide("action_confirm")) {
            this.message.switchboard_paused = false;
            this.props.close();
        }
    },
    onClickReschedule() {
        this.dialog.add(SendLaterDialog, {
            value: this.message.switchboard_send_at || undefined,
            onConfirm: async (at) => {
                if (await this.decide("action_reschedule", [serializeDateTime(at)])) {
                    this.message.switchboard_send_at = at;
                    await this.fetchCard();
                }
            },
        });
    },
});
