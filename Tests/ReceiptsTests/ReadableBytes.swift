// Printer bytes as text that a reviewer can check, without the code under test: Chinese is decoded
// by the C library, a line feed ends the line, any other byte that is not printable is `\XX`.

import Glibc

/// The bytes as readable text; two different byte strings never read the same.
func readable(_ bytes: [UInt8]) -> String {
    var result = ""
    var rest = bytes[...]
    while let byte = rest.popFirst() {
        switch byte {
        case 0x0A: result += "\n"
        case 0x5C: result += "\\\\"
        case 0x20..<0x7F: result += String(UnicodeScalar(byte))
        case 0x81...0xFE:
            guard let trail = rest.first, let text = chinese(byte, trail) else {
                result += escape(byte)
                continue
            }
            result += text
            rest = rest.dropFirst()
        default: result += escape(byte)
        }
    }
    return result
}

private func escape(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return "\\\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
}

private func chinese(_ lead: UInt8, _ trail: UInt8) -> String? {
    guard let converter = unsafe iconv_open("UTF-8", "GB18030") else { return nil }
    defer { _ = unsafe iconv_close(converter) }
    var source = [CChar(bitPattern: lead), CChar(bitPattern: trail)]
    var target = [CChar](repeating: 0, count: 8)
    var sourceLeft = 2
    var targetLeft = 8
    let result = unsafe source.withUnsafeMutableBufferPointer { from in
        unsafe target.withUnsafeMutableBufferPointer { to in
            var input = from.baseAddress
            var output = to.baseAddress
            return unsafe iconv(converter, &input, &sourceLeft, &output, &targetLeft)
        }
    }
    guard result == 0, sourceLeft == 0 else { return nil }
    return String(
        decoding: target.prefix(8 - targetLeft).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
