import { AvatarCardPopover } from "@mail/discuss/web/avatar_card/avatar_card_popover";

import { Component } from "@odoo/owl";

import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";

/** What is known of somebody who is no contact. */
export class UnknownCard extends Component {
    static template = "mail_switchboard.UnknownCard";
    static props = ["name", "email", "country?", "close"];

    setup() {
        super.setup();
        this.action = useService("action");
    }

    get isNumber() {
        return !this.props.email.includes("@");
    }

    createContact() {
        const { name, email } = this.props;
        const address = this.isNumber ? { default_phone: email } : { default_email: email };
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            views: [[false, "form"]],
            target: "new",
            context: { default_name: name || email, ...address },
        });
    }
}

/**
 * A counterpart's name; it opens the card of the contact.
 *
 * @typedef {Object} Props
 * @property {{name: string, email: string, country: string|undefined,
 *     partner_id: number|false}} person
 * @property {boolean} [isAlone] the only one
 * @extends {Component<Props, Env>}
 */
export class Counterpart extends Component {
    static template = "mail_switchboard.Counterpart";
    static props = ["person", "isAlone?"];

    setup() {
        super.setup();
        const options = { position: "bottom-start", arrow: false };
        this.contactCard = usePopover(AvatarCardPopover, options);
        this.unknownCard = usePopover(UnknownCard, options);
    }

    /** The address alone where the name stands above it already. */
    get text() {
        const { name, email } = this.props.person;
        return this.props.isAlone ? email : name || email;
    }

    /** A number's flag stands in the conversation's name; here its country is named. */
    get title() {
        const { country, email } = this.props.person;
        return country ? `${email} (${country})` : email;
    }

    onClick(ev) {
        const { country, email, name, partner_id } = this.props.person;
        if (partner_id) {
            this.contactCard.open(ev.currentTarget, { id: partner_id, model: "res.partner" });
        } else {
            this.unknownCard.open(ev.currentTarget, { country, email, name });
        }
    }
}
