import { OutgoingCardDialog } from "@mail_switchboard/outgoing/outgoing_card_dialog";

import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

/** What could not be sent one way is offered to be sent the other way. */
patch(OutgoingCardDialog.prototype, {
    setup() {
        super.setup(...arguments);
        this.action = useService("action");
    },
    get otherText() {
        switch (this.state.card.other_kind) {
            case "sms":
                return _t("Send as an SMS instead");
            case "email":
                return _t("Send as an email instead");
            default:
                return "";
        }
    },
    async onClickOther() {
        const found = await this.orm.call("switchboard.outgoing", "action_other", [
            [this.message.switchboard_outgoing_id],
        ]);
        this.props.close();
        if (found) {
            await this.action.doAction(found);
        }
    },
});
