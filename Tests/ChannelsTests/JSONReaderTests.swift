// The strict JSON reader: what it takes, what it refuses, and that it knows where each value stood.

import Channels
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue {
        try JSONReader.value(of: Array(text.utf8))
    }

    @Test(
        "What is read",
        arguments: [
            ("0", .number("0")), ("-0.5e+10", .number("-0.5e+10")), (" true ", .bool(true)),
            ("false", .bool(false)), ("null", .null), ("[]", .array([])), ("{}", .object([])),
            ("[1, [2]]", .array([.number("1"), .array([.number("2")])])),
            ("\"\"", .string("")),
            ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", .string("a\"\\/\u{8}\u{c}\n\r\t")),
            ("\"\\u836f\\ud83d\\udc8a药\"", .string("药💊药")),
            ("12345678901234567890123456789", .number("12345678901234567890123456789")),
        ] as [(String, JSONValue)])
    func reads(text: String, value: JSONValue) throws {
        #expect(try read(text) == value)
    }

    @Test(
        "What is refused",
        arguments: [
            ("", .malformed), ("{", .malformed), ("[1,]", .malformed), ("{\"a\":1,}", .malformed),
            ("{a:1}", .malformed), ("{'a':1}", .malformed), ("01", .malformed), ("+1", .malformed),
            (".5", .malformed), ("1.", .malformed), ("1e", .malformed), ("-", .malformed),
            ("NaN", .malformed), ("Infinity", .malformed), ("tru", .malformed), ("1 2", .malformed),
            ("\"", .malformed), ("\"\\", .malformed), ("\"\\x\"", .malformed),
            ("\"\\u12\"", .malformed), ("\"\\ud83d\"", .malformed),
            ("\"\\ud83d\\u0041\"", .malformed),
            ("\"\\udc8a\"", .malformed), ("\"a\nb\"", .malformed), ("\"\u{0}\"", .malformed),
            ("// c\n1", .malformed), ("{\"a\" 1}", .malformed), ("[1 2]", .malformed),
            ("{\"a\":1,\"a\":1}", .duplicate), ("{\"a\":1,\"\\u0061\":1}", .duplicate),
            ("[{\"b\":{\"a\":1,\"a\":2}}]", .duplicate), ("\u{FEFF}{}", .malformed),
        ] as [(String, JSONError)])
    func refuses(text: String, error: JSONError) {
        #expect(throws: error) { try read(text) }
    }

    @Test("Limits on depth, size, numbers and count")
    func limits() throws {
        let deepest = JSONReader.depthMax
        let open = String(repeating: "[", count: deepest - 1)
        let close = String(repeating: "]", count: deepest - 1)
        #expect(throws: Never.self) { try read(open + "1" + close) }
        #expect(throws: JSONError.tooDeep) { try read("[" + open + "1" + close + "]") }
        #expect(throws: JSONError.tooDeep) { try read(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.tooDeep) {
            try read(String(repeating: "{\"a\":", count: 100_000))
        }
        #expect(throws: JSONError.tooLarge) {
            try read(String(repeating: " ", count: JSONReader.sizeMax + 1))
        }
        #expect(throws: JSONError.tooLarge) { try read(String(repeating: "9", count: 65)) }
        let many = Array(repeating: "1", count: JSONReader.valuesMax).joined(separator: ",")
        #expect(throws: JSONError.tooLarge) { try read("[\(many)]") }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(throws: JSONError.notUTF8) {
            try JSONReader.value(of: Array("\"".utf8) + [0xC3, 0x28] + Array("\"".utf8))
        }
    }

    @Test("Each member knows the exact bytes of its value")
    func ranges() throws {
        let node = "{ \"x\" : \"}\\\"{\", \"y\":[1, {}] }"
        let text = " {\"sign\" : \"s\" , \"node\" :\(node) }"
        let value = try read(text)
        let member = try #require(value.member("node"))
        #expect(String(decoding: Array(text.utf8)[member.range], as: UTF8.self) == node)
        let sign = try #require(value.member("sign"))
        #expect(String(decoding: Array(text.utf8)[sign.range], as: UTF8.self) == "\"s\"")
        #expect(value.member("none") == nil)
        #expect(value.text("node") == nil)
    }
}
