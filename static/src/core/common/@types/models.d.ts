declare module "models" {
    import { SwitchboardLine as SwitchboardLineClass } from "@mail_switchboard/core/common/switchboard_line_model";

    export interface SwitchboardLine extends SwitchboardLineClass {}

    export interface DataResponse {
        cursor: [string, number]|null|undefined;
        ids: number[]|undefined;
        message_ids: number[]|undefined;
        more: boolean|undefined;
        notify: boolean|undefined;
    }
    export interface Message {
        isSwitchboard: Readonly<boolean>;
        switchboard_cc: string|false|undefined;
        switchboard_direction: "in"|"out"|undefined;
        switchboard_error: string|false|undefined;
        switchboard_index_id: number|undefined;
        switchboard_label: string|false|undefined;
        switchboard_outgoing_id: number|false|undefined;
        switchboard_send_at: luxon.DateTime;
        switchboard_state: "queued"|"sending"|"sent"|"stopped"|"failed"|"in_doubt"|false|undefined;
    }
    export interface Store {
        "switchboard.line": StaticMailRecord<SwitchboardLine, typeof SwitchboardLineClass>;
    }
    export interface Thread {
        isSwitchboard: Readonly<boolean>;
        switchboard_can_send: boolean;
        switchboard_counterparts: { name: string, email: string }[];
        switchboard_last_date: luxon.DateTime;
        switchboard_line_id: SwitchboardLine;
        switchboard_no_send_reason: string|false;
        switchboard_preview: string;
        switchboard_subject: string;
        switchboard_unread: number;
        switchboard_unread_from: number|false;
    }

    export interface Models {
        "switchboard.line": SwitchboardLine;
    }
}
