using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Octavo.Harness;

/// <summary>An input or output of a compiled network, as its generated class declares it.</summary>
/// <param name="Name">The parameter's name in the generated methods.</param>
/// <param name="ElementType">The C# element type of the span.</param>
/// <param name="Length">The number of elements of one item.</param>
/// <param name="Shape">The declared shape of one item.</param>
public sealed record NetworkTensor(string Name, Type ElementType, int Length, IReadOnlyList<int> Shape)
{
    /// <summary>A zero-filled array for a number of items.</summary>
    public Array NewArray(int items = 1) => Array.CreateInstance(ElementType, checked(Length * items));

    /// <summary>An array filled from raw little-endian bytes, as the test cases store them.</summary>
    public Array FromBytes(byte[] bytes)
    {
        int elementSize = RuntimeHelpers.SizeOf(ElementType.TypeHandle);
        if (bytes.Length % elementSize != 0)
        {
            throw new ArgumentException($"{bytes.Length} bytes are not a whole number of {ElementType.Name} elements for '{Name}'.", nameof(bytes));
        }

        var array = Array.CreateInstance(ElementType, bytes.Length / elementSize);
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(array), bytes.Length));
        return array;
    }

    public override string ToString() => $"{Name}: {ElementType.Name}[{string.Join(",", Shape.Select(d => d.ToString()))}]";
}
