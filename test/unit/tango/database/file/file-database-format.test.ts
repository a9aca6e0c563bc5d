import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BadDatabaseFileError,
  formatDatabaseFile,
  parseDatabaseFile,
} from "../../../../../src/tango/database/file/file-database-format.ts";
import {
  attributeProperties,
  newOwner,
  noProperties,
  propertyValues,
  ServerContents,
} from "../../../../../src/tango/database/file/server-contents.ts";

// What cppTango 10.0.2 wrote after a few changes by PyTango.
const WRITTEN_BY_CPPTANGO = String.raw`Exec/inst/DEVICE/MyClass: "test/one/1",\
                          "test/two/2"
Exec/inst/DEVICE/Other: "test/other/1"

#############################################
# CLASS MyClass

CLASS/MyClass->doc_url: http://www.example.org/x?y=1
CLASS/MyClass->k: v1,\
                  v2

# CLASS MyClass attribute properties

CLASS/MyClass/attr->unit: m/s

#############################################
# CLASS Other


# CLASS Other attribute properties



# DEVICE test/one/1 properties 

test/one/1->words: a,\
                  "b c",\
                  d
test/one/1->quoted: "say \"hi\"",\
                   x
test/one/1->multi: "line one
line two"

# DEVICE test/one/1 attribute properties

test/one/1/attr->min_value: 3.5
# DEVICE test/two/2 properties 


# DEVICE test/two/2 attribute properties

test/two/2/Attr2->label: "the label"
test/two/2/Attr2->__value: 1,\
                           2
# DEVICE test/other/1 properties 


# DEVICE test/other/1 attribute properties

#############################################
# FREE OBJECT attributes

FREE/CtrlSystem->Services: AccessControl/tango:sys/access/1
`;
const SERVER = { executable: "Exec", instance: "inst" };

describe("a database file", () => {
  it("is read as cppTango writes it", () => {
    const { server, contents } = parseDatabaseFile(WRITTEN_BY_CPPTANGO);
    const { classes, devices, devicesOfClass, freeObjects } = contents;
    assert.deepEqual(server, SERVER);
    assert.deepEqual(
      [...devicesOfClass],
      [
        ["MyClass", ["test/one/1", "test/two/2"]],
        ["Other", ["test/other/1"]],
      ],
    );
    assert.deepEqual(propertyValues(classes.get("MyClass")!.properties, ["doc_url", "k"]), {
      doc_url: ["http://www.example.org/x?y=1"],
      k: ["v1", "v2"],
    });
    assert.deepEqual(attributeProperties(classes.get("MyClass")!.attributes, ["attr"]), {
      attr: { unit: ["m/s"] },
    });
    assert.deepEqual(propertyValues(devices.get("test/one/1")!.properties, ["words", "quoted", "multi"]), {
      words: ["a", "b c", "d"],
      quoted: ['say "hi"', "x"],
      multi: ["line one\nline two"],
    });
    assert.deepEqual(attributeProperties(devices.get("test/one/1")!.attributes, ["attr"]), {
      attr: { min_value: ["3.5"] },
    });
    assert.deepEqual(attributeProperties(devices.get("test/two/2")!.attributes, ["attr2"]), {
      attr2: { label: ["the label"], __value: ["1", "2"] },
    });
    assert.deepEqual(propertyValues(freeObjects.get("CtrlSystem")!.properties, ["Services"]), {
      Services: ["AccessControl/tango:sys/access/1"],
    });
  });

  it("is laid out as cppTango does, but for the indent of device properties", () => {
    const { server, contents } = parseDatabaseFile(WRITTEN_BY_CPPTANGO);
    const withoutIndent = (text: string) => text.replace(/^ +/gm, "");
    assert.equal(withoutIndent(formatDatabaseFile({ server, contents })), withoutIndent(WRITTEN_BY_CPPTANGO));
  });

  it("is read in every form that people write", () => {
    const { server, contents } = parseDatabaseFile(
      [
        "# a comment: with -> and /",
        "   Exec / inst/device/MyClass:a/b/1,a/b/2 , \\",
        '  "a/b/3"\r',
        "Exec/inst/DEVICE/MyClass: a/b/4",
        "Class/MyClass->x:#1",
        'A/b/1->list: one \\ two,three\\ four, "fi\\\\ve\\n"# done',
        "a/b/1->LIST: again",
        '"a"/"b b"/1/"p:q"->"x y" : -> ',
        "a/b/1->url: http://h:1/p->q",
      ].join("\n"),
    );
    assert.deepEqual(server, SERVER);
    assert.deepEqual(contents.devicesOfClass.get("myclass")?.slice(0, 2), ["a/b/1", "a/b/2"]);
    assert.deepEqual(propertyValues(contents.classes.get("MYCLASS")!.properties, ["x"]), { x: ["#1"] });
    assert.deepEqual(propertyValues(contents.devices.get("a/b/1")!.properties, ["list", "url"]), {
      list: ["one", "two", "three", "four", "fi\\ven"],
      url: ["http://h:1/p->q"],
    });
    assert.deepEqual(attributeProperties(contents.devices.get("a/b b/1")!.attributes, ["p:q"]), {
      "p:q": { "x y": ["->"] },
    });
  });

  it("may declare nothing", () => {
    assert.equal(parseDatabaseFile("").server, null);
    assert.equal(parseDatabaseFile("# nothing").server, null);
  });

  it("keeps every text", () => {
    const texts = [
      ...[
        "",
        " ",
        "a b",
        'say "hi"',
        "back\\slash",
        "\\",
        '\\"',
        "comma,inside",
        "#hash",
        "a:b/c->d",
        "tab\t",
      ],
      ...["two\nlines", "Größe µm ☃", "x".repeat(10_000)],
    ];
    const contents = new ServerContents();
    contents.addDevice("a/b/1", "Class");
    contents.addDevice('odd -> "device" :/x/#1', "Class");
    const names = ["plain", "with blank", "a->b", "a:b", "#a", "x/y", "ä", "__proto__"];
    for (const name of names) {
      contents.devices.get("a/b/1")!.properties.set(name, texts);
      contents.devices.get("a/b/1")!.attributes.getOrMake(name, noProperties).set(name, texts);
      contents.classes.getOrMake(name, newOwner).properties.set(name, texts);
      contents.freeObjects.getOrMake(name, newOwner).properties.set(name, texts);
    }
    contents.devices.getOrMake("dserver/Exec/inst", newOwner).properties.set("pool", ["2"]);
    const read = parseDatabaseFile(formatDatabaseFile({ server: SERVER, contents })).contents;
    const device = read.devices.get("a/b/1")!;
    for (const name of names) {
      assert.deepEqual(device.properties.get(name), texts, name);
      assert.deepEqual(device.attributes.get(name)?.get(name), texts, name);
      assert.deepEqual(read.classes.get(name)?.properties.get(name), texts, name);
      assert.deepEqual(read.freeObjects.get(name)?.properties.get(name), texts, name);
    }
    assert.deepEqual(read.devicesOfClass.get("Class"), ["a/b/1", 'odd -> "device" :/x/#1']);
    assert.deepEqual(read.devices.get("dserver/Exec/inst")!.properties.get("pool"), ["2"]);
  });

  it("has no property without values, and no class without devices", () => {
    const contents = new ServerContents();
    contents.addDevice("a/b/1", "Class");
    contents.devicesOfClass.set("Empty", []);
    contents.devices.get("a/b/1")!.properties.set("none", []);
    const read = parseDatabaseFile(formatDatabaseFile({ server: SERVER, contents })).contents;
    assert.deepEqual(read.devicesOfClass.names(), ["Class"]);
    assert.deepEqual(read.devices.get("a/b/1")!.properties.names(), []);
  });

  it("is an error where it makes no sense, with its line", () => {
    const cases: [string, number][] = [
      ["word", 1],
      ["a/b", 1],
      ["a/b/c/d/e->x: 1", 1],
      ["other/b->x: 1", 1],
      ["a/b/c: 1", 1],
      ["a/b/c->x 1", 1],
      ["a/b/c->x:", 1],
      ["a/b/c->: 1", 1],
      ["a//c->x: 1", 1],
      ["# one\na/b/c->x: 1,\\\n2,, 3", 3],
      ['a/b/c->x: "open', 1],
      ['a/b/"c', 1],
      ["\n\na/b/c->x: 1\nnonsense", 4],
    ];
    for (const [text, line] of cases)
      assert.throws(
        () => parseDatabaseFile(text),
        (error) => error instanceof BadDatabaseFileError && error.line === line,
        text,
      );
  });

  it("is read in a time that grows with its length alone", () => {
    const hostile = ['a/b/c->x: "', "#", "\\", " ", "a/b/c->x: 1,", "/", "-"];
    for (const text of hostile) {
      try {
        parseDatabaseFile(text.repeat(200_000));
      } catch (error) {
        assert.ok(error instanceof BadDatabaseFileError, text);
      }
    }
  });
});
