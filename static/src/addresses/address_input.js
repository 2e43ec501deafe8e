import { splitAddresses, writeAddresses } from "@mail_switchboard/addresses/addresses";

import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";

import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const MOST_CONTACTS = 8;
const COMMIT_KEYS = [",", ";"];

/**
 * Addresses as tags: contacts are found while one types, new addresses are
 * taken with Enter, a comma, "+", or by leaving; what is no address says so.
 *
 * @typedef {Object} Props
 * @property {string} value addresses, as one types them into a mail program
 * @property {(value: string) => void|Promise<void>} onChange
 * @property {string} label
 * @property {string} [id]
 * @property {string} [complaint]
 * @property {string} [placeholder]
 * @property {{commit?: () => Promise<void>}} [handle] gets a function that takes
 *  what is still being typed
 * @extends {Component<Props, Env>}
 */
export class AddressInput extends Component {
    static template = "mail_switchboard.AddressInput";
    static components = { AutoComplete };
    static props = ["value", "onChange", "label", "id?", "complaint?", "placeholder?", "handle?"];

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.root = useRef("root");
        // what was taken shows at once, and the next one is added to it
        this.state = useState({ value: this.props.value });
        onWillUpdateProps(({ value }) => {
            if (value !== this.props.value) {
                this.state.value = value;
            }
        });
        this.sources = [{ options: (request) => this.findContacts(request) }];
        if (this.props.handle) {
            this.props.handle.commit = () => this.commit();
        }
    }

    get addresses() {
        return splitAddresses(this.state.value);
    }

    get inputEl() {
        return this.root.el?.querySelector("input");
    }

    get complaint() {
        const wrong = this.addresses.find(({ isValid }) => !isValid);
        return wrong
            ? _t("“%s” is not an email address. Write it like name@example.com.", wrong.email)
            : this.props.complaint;
    }

    removeLabel(address) {
        return _t("Remove %s", address.name || address.email);
    }

    title({ name, email }) {
        return name ? `${name} <${email}>` : email;
    }

    /** What was typed first, when it is an address, then contacts. */
    async findContacts(request) {
        if (!request) {
            return [];
        }
        const typed = splitAddresses(request).filter(({ isValid }) => isValid);
        const contacts = await this.orm.searchRead(
            "res.partner",
            [["email", "!=", false], "|", ["name", "ilike", request], ["email", "ilike", request]],
            ["name", "email"],
            { limit: MOST_CONTACTS }
        );
        const own = typed.map(({ email }) => email.toLowerCase());
        return [
            ...typed,
            ...contacts.filter(({ email }) => !own.includes(email.toLowerCase())),
        ].map(({ name, email }) => ({
            label: this.title({ name, email }),
            onSelect: () => this.add([{ name, email }]),
        }));
    }

    add(people) {
        return this.change([...this.addresses, ...people]);
    }

    change(people) {
        this.state.value = writeAddresses(people);
        return this.props.onChange(this.state.value);
    }

    /** Takes what is in the input, also when it is no address: then that is said. */
    async commit() {
        const typed = splitAddresses(this.inputEl?.value || "");
        if (typed.length) {
            this.inputEl.value = "";
            // the AutoComplete follows what is typed
            this.inputEl.dispatchEvent(new Event("input", { bubbles: true }));
            await this.add(typed);
        }
    }

    remove(address) {
        const rest = this.addresses.filter(({ email }) => email !== address.email);
        this.inputEl?.focus();
        return this.change(rest);
    }

    async onClickAdd() {
        this.inputEl?.focus();
        await this.commit();
    }

    async onKeydown(ev) {
        const hasText = Boolean(this.inputEl?.value.trim());
        const hasList = Boolean(this.root.el?.querySelector(".ui-state-active"));
        if (COMMIT_KEYS.includes(ev.key) || (ev.key === "Enter" && !hasList)) {
            if (hasText || ev.key !== "Enter") {
                ev.preventDefault();
                ev.stopPropagation();
                await this.commit();
            }
        } else if (ev.key === "Backspace" && !this.inputEl?.value && this.addresses.length) {
            await this.remove(this.addresses.at(-1));
        }
    }
}
