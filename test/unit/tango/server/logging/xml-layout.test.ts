import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatXml } from "../../../../../src/tango/server/logging/xml-layout.ts";
import { aRecord } from "./a-record.ts";

describe("the layout of log files", () => {
  it("is that of log4tango", () => {
    // What TangoTest of Tango 9.3.4 wrote; 10.0.2 writes the same.
    const captured =
      '<log4j:event logger="log/test/one" timestamp="1795402569547" level="DEBUG" thread="139773536630464">\r\n' +
      "<log4j:message><![CDATA[TangoTest::DevString()  - Log/Test/One]]></log4j:message>\r\n" +
      "<log4j:NDC><![CDATA[]]></log4j:NDC>\r\n" +
      "</log4j:event>\r\n" +
      "\r\n";
    const record = aRecord({ message: "TangoTest::DevString()  - Log/Test/One", thread: 139773536630464 });
    assert.equal(formatXml(record), captured);
  });

  it("stays XML whatever the message is", () => {
    assert.ok(
      formatXml(aRecord({ message: "a<b> ]]> &" })).includes(
        "<![CDATA[a<b> ]]]]><![CDATA[> &]]></log4j:message>",
      ),
    );
  });
});
