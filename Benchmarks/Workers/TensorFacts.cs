using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Octavo.Benchmarks.Workers;

/// <summary>An input or output.</summary>
/// <param name="Element">The name of its C# element type in the namespace System.</param>
/// <param name="Shape">Outermost axis first.</param>
internal sealed record TensorFacts(string Element, IReadOnlyList<int> Shape)
{
    /// <summary>An array from raw little-endian elements.</summary>
    public Array ToArray(byte[] bytes)
    {
        var type = Type.GetType("System." + Element, throwOnError: true)!;
        var array = Array.CreateInstance(type, bytes.Length / RuntimeHelpers.SizeOf(type.TypeHandle));
        bytes.CopyTo(BytesOf(array));
        return array;
    }

    public static Span<byte> BytesOf(Array array) => array.Length == 0
        ? []
        : MemoryMarshal.CreateSpan(
            ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * RuntimeHelpers.SizeOf(array.GetType().GetElementType()!.TypeHandle)));
}
