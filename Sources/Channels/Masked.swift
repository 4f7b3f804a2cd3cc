// Secrets are masked by type: neither print, nor string interpolation, nor dump, nor a mirror of
// the struct around it shows them. Whoever wants the value has to say so.

/// A value that never prints.
package struct Masked<Value: Equatable & Sendable>: Equatable, Sendable {
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }
}

extension Masked: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(masked)" }
    package var debugDescription: String { "(masked)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
