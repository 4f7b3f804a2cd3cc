// The corner of XML that WeChat Pay speaks, and everything beside it.

import Channels
import Testing

@Suite("Flat XML")
struct FlatXMLTests {
    private func read(_ text: String) throws(FlatXMLError) -> [FlatXML.Field] {
        try FlatXML(reading: Array(text.utf8)).fields
    }

    @Test(
        "What is read",
        arguments: [
            ("<xml></xml>", []),
            ("<xml><a>1</a></xml>", [FlatXML.Field("a", "1")]),
            ("<xml><a><![CDATA[<b>&amp;]]></a></xml>", [FlatXML.Field("a", "<b>&amp;")]),
            ("<xml><a>x<![CDATA[]]]]><![CDATA[>]]>y</a></xml>", [FlatXML.Field("a", "x]]>y")]),
            (
                "<xml><a>&lt;&gt;&amp;&quot;&apos;&#65;&#x836f;</a></xml>",
                [FlatXML.Field("a", "<>&\"'A药")]
            ),
            ("<xml><a/><b></b></xml>", [FlatXML.Field("a", ""), FlatXML.Field("b", "")]),
            (
                "\u{FEFF}<?xml version=\"1.0\" encoding=\"utf8\"?>\r\n<xml>\n <a> 1 </a>\n</xml>\n",
                [FlatXML.Field("a", " 1 ")]
            ),
        ] as [(String, [FlatXML.Field])])
    func reads(text: String, fields: [FlatXML.Field]) throws {
        #expect(try read(text) == fields)
    }

    @Test(
        "What is refused",
        arguments: [
            ("", .malformed), ("xml", .malformed), ("<xml>", .malformed), ("</xml>", .malformed),
            ("<xml><a>1</a></xml>x", .malformed), ("<xml><a>1</b></xml>", .malformed),
            ("<xml><a>1</a><a>1</a></xml>", .duplicate),
            ("<xml><a>1</a><a/></xml>", .duplicate),
            ("<xml><a><b>1</b></a></xml>", .malformed), ("<xml><a x=\"1\">1</a></xml>", .malformed),
            ("<xml x=\"1\"><a>1</a></xml>", .malformed), ("<xml>text</xml>", .malformed),
            ("<xml><!-- c --><a>1</a></xml>", .malformed),
            ("<xml><a>1<!-- c --></a></xml>", .malformed), ("<xml><?pi?></xml>", .malformed),
            ("<!DOCTYPE xml><xml></xml>", .malformed),
            ("<xml><a>&other;</a></xml>", .malformed), ("<xml><a>&</a></xml>", .malformed),
            ("<xml><a>&#0;</a></xml>", .malformed), ("<xml><a>&#xD800;</a></xml>", .malformed),
            ("<xml><a>&#x110000;</a></xml>", .malformed), ("<xml><a>&#-1;</a></xml>", .malformed),
            ("<xml><a>&#+65;</a></xml>", .malformed), ("<xml><a>&#;</a></xml>", .malformed),
            ("<xml><a>&#99999999999;</a></xml>", .malformed),
            ("<xml><a><![CDATA[</a></xml>", .malformed), ("<xml><>1</></xml>", .malformed),
            ("<xml><a\u{0}>1</a></xml>", .malformed), ("<xml><a>\u{0}</a></xml>", .malformed),
            ("<xml><药>1</药></xml>", .malformed), ("<xml ><a>1</a></xml>", .malformed),
            ("<?xml version=\"1.0\"><xml></xml>", .malformed),
        ] as [(String, FlatXMLError)])
    func refuses(text: String, error: FlatXMLError) {
        #expect(throws: error) { try read(text) }
    }

    @Test("Limits on size, number of fields and length of names")
    func limits() throws {
        let fields = (0..<FlatXML.fieldsMax).map { "<f\($0)>1</f\($0)>" }.joined()
        #expect(try read("<xml>\(fields)</xml>").count == FlatXML.fieldsMax)
        #expect(throws: FlatXMLError.tooLarge) { try read("<xml>\(fields)<one>1</one></xml>") }
        let big = String(repeating: "a", count: FlatXML.sizeMax)
        #expect(throws: FlatXMLError.tooLarge) { try read("<xml><a>\(big)</a></xml>") }
        let name = String(repeating: "n", count: FlatXML.nameMax)
        #expect(try read("<xml><\(name)>1</\(name)></xml>").count == 1)
        #expect(throws: FlatXMLError.malformed) { try read("<xml><\(name)n>1</\(name)n></xml>") }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notUTF8() {
        for bytes: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE8, 0x8D]] {
            let text = Array("<xml><a>".utf8) + bytes + Array("</a></xml>".utf8)
            #expect(throws: FlatXMLError.notUTF8) { try FlatXML(reading: text) }
        }
    }

    @Test("What is written is read back the same, and two fields that look alike stay two")
    func roundTrip() throws {
        let fields = [
            FlatXML.Field("a", "<&>]]>\"'药💊"), FlatXML.Field("A", " "),
            FlatXML.Field("b", "e\u{301}"),
        ]
        #expect(try read(FlatXML.text(of: fields)) == fields)
    }
}
