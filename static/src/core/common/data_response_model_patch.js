import { DataResponse } from "@mail/core/common/data_response_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").DataResponse} */
const dataResponsePatch = {
    setup() {
        super.setup(...arguments);
        /** @type {number[]|undefined} */
        this.ids = undefined;
        /** @type {boolean|undefined} */
        this.more = undefined;
        /** @type {[string, number]|null|undefined} */
        this.cursor = undefined;
        /** @type {number[]|undefined} */
        this.message_ids = undefined;
        /** @type {boolean|undefined} */
        this.notify = undefined;
    },
};
patch(DataResponse.prototype, dataResponsePatch);
