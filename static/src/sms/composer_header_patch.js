import { ComposerHeader } from "@mail_switchboard/composer/composer_header";
import { SegmentsCounter } from "@mail_switchboard/sms/segments_counter";

ComposerHeader.components = { ...ComposerHeader.components, SegmentsCounter };
