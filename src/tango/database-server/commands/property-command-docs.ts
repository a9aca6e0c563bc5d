/** What a command takes and gives, for people. */
interface CommandDoc {
  readonly docIn: string;
  readonly docOut: string;
}

/** What cppTango says of a result that is none. */
const NOTHING = "Uninitialised";

/** The docs of the commands for properties, by name, in the words in which the database of Tango 10.0.2 describes them. */
export const PROPERTY_COMMAND_DOCS = {
  DbDeleteAllDeviceAttributeProperty: {
    docIn: "str[0] = device name\nStr[1]...str[n] = attribute name(s)",
    docOut: NOTHING,
  },
  DbDeleteAllDevicePipeProperty: {
    docIn: "str[0] = device name\nStr[1]...str[n] = pipe name(s)",
    docOut: NOTHING,
  },
  DbDeleteClassAttribute: { docIn: numbered("Tango class name", "Attribute name"), docOut: NOTHING },
  DbDeleteClassAttributeProperty: {
    docIn: severalNames("Tango class name", "Attribute name", "Property name"),
    docOut: NOTHING,
  },
  DbDeleteClassPipe: { docIn: numbered("Tango class name", "Pipe name"), docOut: NOTHING },
  DbDeleteClassPipeProperty: {
    docIn: severalNames("Tango class name", "Pipe name", "Property name"),
    docOut: NOTHING,
  },
  DbDeleteClassProperty: { docIn: severalNames("Tango class name", "Property name"), docOut: NOTHING },
  DbDeleteDeviceAttribute: { docIn: numbered("Device name", "Attribute name"), docOut: NOTHING },
  DbDeleteDeviceAttributeProperty: {
    docIn: severalNames("Device name", "Attribute name", "Property name"),
    docOut: NOTHING,
  },
  DbDeleteDevicePipe: { docIn: numbered("Device name", "Pipe name"), docOut: NOTHING },
  DbDeleteDevicePipeProperty: {
    docIn: severalNames("Device name", "Pipe name", "Property name"),
    docOut: NOTHING,
  },
  DbDeleteDeviceProperty: { docIn: severalNames("Device name", "Property name"), docOut: NOTHING },
  DbDeleteProperty: {
    docIn: "Str[0]  = Object name\nStr[1] = Property name\nStr[n] = Property name",
    docOut: NOTHING,
  },
  DbGetClassAttributeList: {
    docIn: numbered("Tango class name", "Attribute name filter (eg: att*)"),
    docOut: "Str[0] = Class attribute name\nStr[n] = Class attribute name",
  },
  DbGetClassAttributeProperty: {
    docIn: severalNames("Tango class name", "Attribute name"),
    docOut: singleMemberAnswer("Tango class name"),
  },
  DbGetClassAttributeProperty2: {
    docIn: severalNames("Tango class name", "Attribute name"),
    docOut: memberAnswer("Tango class name", "Attribute"),
  },
  DbGetClassAttributePropertyHist: {
    docIn: numbered("Tango class", "Attribute name", "Property name"),
    docOut: history("Attribute name", "Property name"),
  },
  DbGetClassPipeList: {
    docIn: numbered("Tango class name", "Pipe name filter (eg: pip*)"),
    docOut: "Str[0] = Class pipe name\nStr[n] = Class pipe name",
  },
  DbGetClassPipeProperty: {
    docIn: severalNames("Tango class name", "Pipe name"),
    docOut: memberAnswer("Tango class name", "Pipe"),
  },
  DbGetClassPipePropertyHist: {
    docIn: numbered("Tango class", "Pipe name", "Property name"),
    docOut: history("Pipe name", "Property name"),
  },
  DbGetClassProperty: {
    docIn: "Str[0] = Tango class\nStr[1] = Property name\nStr[2] = Property name",
    docOut:
      "Str[0] = Tango class\nStr[1] = Property number\nStr[2] = Property name\nStr[3] = Property value number (array case)\nStr[4] = Property value\nStr[n] = Property value (array case)\n....",
  },
  DbGetClassPropertyHist: {
    docIn: numbered("Tango class", "Property name"),
    docOut: history("Property name"),
  },
  DbGetClassPropertyList: { docIn: "The class", docOut: "Property name list" },
  DbGetClassPropertyListWildcard: {
    docIn: "Str[0] = class name\nStr[1] = Filter",
    docOut: "Property name list",
  },
  DbGetDeviceAttributeList: { docIn: numbered("Device name", "Wildcard"), docOut: "attribute name list" },
  DbGetDeviceAttributeProperty: {
    docIn: severalNames("Device name", "Attribute name"),
    docOut: singleMemberAnswer("Device name"),
  },
  DbGetDeviceAttributeProperty2: {
    docIn: severalNames("Device name", "Attribute name"),
    docOut: memberAnswer("Device name", "Attribute"),
  },
  DbGetDeviceAttributePropertyHist: {
    docIn: numbered("Device name", "Attribute name", "Property name"),
    docOut: history("Attribute name", "Property name"),
  },
  DbGetDevicePipeList: { docIn: numbered("Device name", "Wildcard"), docOut: "Pipe name list" },
  DbGetDevicePipeProperty: {
    docIn: severalNames("Device name", "Pipe name"),
    docOut: memberAnswer("Device name", "Pipe"),
  },
  DbGetDevicePipePropertyHist: {
    docIn: numbered("Device name", "Pipe name", "Property name"),
    docOut: history("Pipe name", "Property name"),
  },
  DbGetDeviceProperty: { docIn: severalNames("Device name", "Property name"), docOut: answer("Device name") },
  DbGetDevicePropertyHist: {
    docIn: "Str[0] = Device name\nStr[2] = Property name",
    docOut: history("Property name"),
  },
  DbGetDevicePropertyList: { docIn: "Str[0] = device name\nStr[1] = Filter", docOut: "Property name list" },
  DbGetForwardedAttributeListForDevice: {
    docIn: "The specified device name",
    docOut:
      "argout[n]     : device name\nargout[n+1] :the forwardef attribute\nargout[n+2] :the root attribute (__root_att)",
  },
  DbGetObjectList: { docIn: "The filter", docOut: "Object name list" },
  DbGetProperty: { docIn: severalNames("Object name", "Property name"), docOut: answer("Object name") },
  DbGetPropertyHist: {
    docIn: "Str[0] = Object name\nStr[2] = Property name",
    docOut: history("Property name"),
  },
  DbGetPropertyList: { docIn: numbered("Object name", "filter"), docOut: "Property name list" },
  DbPutClassAttributeProperty: { docIn: singleMemberChanges("Tango class name"), docOut: NOTHING },
  DbPutClassAttributeProperty2: {
    docIn: `${memberChanges("Tango class name", "Attribute")}\n.....`,
    docOut: NOTHING,
  },
  DbPutClassPipeProperty: { docIn: memberChanges("Tango class name", "Pipe"), docOut: NOTHING },
  DbPutClassProperty: { docIn: changes("Tango class name"), docOut: NOTHING },
  DbPutDeviceAttributeProperty: { docIn: singleMemberChanges("Device name"), docOut: NOTHING },
  DbPutDeviceAttributeProperty2: {
    docIn: `${memberChanges("Device name", "Attribute")}\n.....`,
    docOut: NOTHING,
  },
  DbPutDevicePipeProperty: {
    docIn:
      "Str[0] = Device name\nStr[1] = Pipe number\nStr[2] = Pipe name\nStr[3] = Property number\nStr[4] = Property name\nStr[5] = Property value number (array case)\nStr[6] = Property value 1\nStr[n] = Property value n (array case)",
    docOut: NOTHING,
  },
  DbPutDeviceProperty: { docIn: changes("Tango device name"), docOut: NOTHING },
  DbPutProperty: { docIn: changes("Object name"), docOut: NOTHING },
} as const satisfies Readonly<Record<string, CommandDoc>>;

/** The texts of an argument or answer, one after the other. */
function numbered(...texts: string[]): string {
  return texts.map((text, i) => `Str[${i}] = ${text}`).join("\n");
}

/** Texts of which the last one may come several times. */
function severalNames(...texts: string[]): string {
  return `${numbered(...texts)}\nStr[n] = ${texts.at(-1)}`;
}

function answer(owner: string): string {
  const first = numbered(
    owner,
    "Property number",
    "Property name",
    "Property value number (array case)",
    "Property value 1",
  );
  return `${first}
Str[n] = Property value n (array case)
Str[n + 1] = Property name
Str[n + 2] = Property value number (array case)
Str[n + 3] = Property value 1
Str[n + m] = Property value m`;
}

function memberAnswer(owner: string, member: string): string {
  return `Str[0] = ${owner}
Str[1] = ${member} property  number
Str[2] = ${member} property 1 name
Str[3] = ${member} property 1 value number (array case)
Str[4] = ${member} property 1 value
Str[n] = ${member} property 1 value (array case)
Str[n + 1] = ${member} property 2 name
Str[n + 2] = ${member} property 2 value number (array case)
Str[n + 3] = ${member} property 2 value
Str[n + m] = ${member} property 2 value (array case)`;
}

function singleMemberAnswer(owner: string): string {
  return `Str[0] = ${owner}
Str[1] = Attribute property  number
Str[2] = Attribute property 1 name
Str[3] = Attribute property 1 value
Str[n + 1] = Attribute property 2 name
Str[n + 2] = Attribute property 2 value`;
}

function changes(owner: string): string {
  const first = numbered(
    owner,
    "Property number",
    "Property name",
    "Property value number",
    "Property value 1",
  );
  return `${first}\nStr[n] = Property value n\n....`;
}

/** That the values of one property begin at 5, too, is how it is written there. */
function memberChanges(owner: string, member: string): string {
  return `Str[0] = ${owner}
Str[1] = ${member} number
Str[2] = ${member} name
Str[3] = Property number
Str[4] = Property name
Str[5] = Property value number (array case)
Str[5] = Property value 1
Str[n] = Property value n (array case)`;
}

function singleMemberChanges(owner: string): string {
  const first = numbered(
    owner,
    "Attribute number",
    "Attribute name",
    "Property number",
    "Property name",
    "Property value",
  );
  return `${first}\n.....`;
}

function history(...names: string[]): string {
  const values = ["date", "Property value number (array case)", "Property value 1"];
  return `${numbered(...names, ...values)}\nStr[n] = Property value n`;
}
