declare module "services" {
    import { PresenceService } from "@mail_switchboard/presence/presence_service";

    export interface Services {
        "switchboard.presence": PresenceService;
    }
}
