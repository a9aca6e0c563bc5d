import { logLevelName } from "../../value/log-level.ts";
import type { LogRecord } from "./log-record.ts";

/**
 * A record as log4tango writes it to files, for LogViewer and other readers of log4j's XML. Unlike there, a `]]>` in the message does not end
 * the text.
 */
export function formatXml({ device, time, level, thread, message }: LogRecord): string {
  return (
    `<log4j:event logger="${device}" timestamp="${Math.floor(time)}" level="${logLevelName(level)}" thread="${thread}">\r\n` +
    `<log4j:message><![CDATA[${message.replaceAll("]]>", "]]]]><![CDATA[>")}]]></log4j:message>\r\n` +
    "<log4j:NDC><![CDATA[]]></log4j:NDC>\r\n" +
    "</log4j:event>\r\n\r\n"
  );
}
