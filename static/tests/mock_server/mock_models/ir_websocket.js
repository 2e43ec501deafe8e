import { mailModels } from "@mail/../tests/mail_test_helpers";

export class IrWebSocket extends mailModels.IrWebSocket {
    /** Subscribes the user to the lines he may read. */
    _build_bus_channel_list() {
        const Line = this.env["switchboard.line"];
        return [
            ...super._build_bus_channel_list(...arguments),
            ...Line.browse(Line.search([["can_read", "=", true]])),
        ];
    }
}
