// The three small languages of the wallets, and strangers who speak none of them.

import ChannelSimulators
import TestSupport
import Testing

@Suite("JSON, XML and forms")
struct WireTests {
    @Test(
        "JSON comes back as it was written",
        arguments: [
            "null", "true", "[]", "{}", "[1,-2,0,0.50,1e9,-1.5E-3]",
            "{\"b\":1,\"a\":[{\"c\":\"\\n\\\"\\\\\"}]}", "\"付款码 😀\"",
        ])
    func roundTrip(_ text: String) throws {
        #expect(try #require(JSON(reading: Array(text.utf8))).text == text)
    }

    @Test("JSON's escapes are read")
    func escapes() {
        let text = "\"\\u4ed8\\ud83d\\ude00\\/\\b\\f\\t\""
        #expect(JSON(reading: Array(text.utf8))?.string == "付😀/\u{8}\u{C}\t")
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "nul", "truex", "[1,]", "{\"a\":1,}", "{a:1}", "01", "00", "-00", "-", "1.",
            ".5", "1e",
            "\"a", "\"\\x\"", "\"\\ud83d\"", "\"\\ude00x\"", "\"\n\"", "[1] 2", "{\"a\" 1}", "'a'",
            "[", "{", "NaN", "+1", "\"\\u12\"",
        ])
    func notJSON(_ text: String) {
        #expect(JSON(reading: Array(text.utf8)) == nil)
    }

    @Test("JSON that is nested too deep or is no UTF-8 is refused")
    func hostileJSON() {
        #expect(JSON(reading: Array(String(repeating: "[", count: 100_000).utf8)) == nil)
        #expect(JSON(reading: [0x22, 0xFF, 0x22]) == nil)
    }

    @Test("flat XML is read, with CDATA, entities and an empty element")
    func xml() {
        let text = """
            \u{FEFF}<?xml version="1.0"?>
            <xml><a><![CDATA[<1>&2]]></a>
              <b>&lt;药&amp;&#x836F;&#33647;</b><c/><d></d><e>x<![CDATA[y]]>z</e></xml>
            """
        #expect(
            FlatXML.fields(Array(text.utf8)) == [
                "a": "<1>&2", "b": "<药&药药", "c": "", "d": "", "e": "xyz",
            ])
    }

    @Test(
        "what is written is read back, whatever it is", arguments: ["]]>", "<a>&", "药 ]]>]]>", ""])
    func xmlRoundTrip(_ value: String) {
        let text = FlatXML.message([("body", value)])
        #expect(FlatXML.fields(Array(text.utf8)) == ["body": value])
    }

    @Test(
        "what is not flat XML is refused",
        arguments: [
            "", "<xml>", "<xml></xml>x", "<xml><a>1</b></xml>", "<xml><a>1</xml>", "<a>1</a>",
            "<xml><a><b>1</b></a></xml>", "<xml><a>&x;</a></xml>", "<xml><a>1</a><a>2</a></xml>",
            "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><xml><a>&x;</a></xml>",
            "<xml><a><![CDATA[1</a></xml>", "<xml><1>1</1></xml>", "<xml><a b=\"1\">1</a></xml>",
            "<xml>text</xml>", "<xml><a>&#0;</a></xml>", "<xml><a>&#xD800;</a></xml>",
        ])
    func notXML(_ text: String) {
        #expect(FlatXML.fields(Array(text.utf8)) == nil)
    }

    @Test("forms are decoded; a broken escape, broken UTF-8 or a repeated name is refused")
    func forms() {
        #expect(
            FormFields.decoded("a=1&b=%E8%8D%AF+%2B&c&d=e=f") == [
                "a": "1", "b": "药 +", "c": "", "d": "e=f",
            ])
        for text in ["a=%", "a=%G1", "a=%FF", "a=1&a=2", String(repeating: "a&", count: 999)] {
            #expect(FormFields.decoded(text) == nil)
        }
    }

    @Test("bytes at random never trap", arguments: [1, 2, 3])
    func noise(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let seeds = [
            Array("<xml><a><![CDATA[药]]></a><b>&#33;</b></xml>".utf8),
            Array("{\"a\":[1,{\"b\":\"\\u4ed8\"}],\"c\":-1.5e3}".utf8), Array("a=%E8&b=1+2".utf8),
        ]
        for _ in 0..<3_000 {
            var bytes = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: at)
                default: bytes.insert(bytes[at], at: at)
                }
            }
            if let json = JSON(reading: bytes) { #expect(JSON(reading: json.bytes) == json) }
            if let fields = FlatXML.fields(bytes) { #expect(fields.count <= 100) }
            _ = FormFields.decoded(String(decoding: bytes, as: UTF8.self))
        }
    }
}
