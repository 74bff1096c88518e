namespace Octavo.Compiler.Import.Tensors;

/// <summary>Elements below 8 bits, which files pack into bytes from the low bits on.</summary>
internal static class PackedElements
{
    /// <summary>A byte for each element; signed ones are extended.</summary>
    public static byte[] Unpack(byte[] packed, ElementType element, int elements)
    {
        int bits = element.Bits(), perByte = 8 / bits;
        byte[] result = new byte[elements];
        for (int i = 0; i < elements; i++)
        {
            int value = (packed[i / perByte] >> (i % perByte * bits)) & ((1 << bits) - 1);
            bool negative = element is ElementType.Int4 or ElementType.Int2 && value >> (bits - 1) != 0;
            result[i] = unchecked((byte)(negative ? value - (1 << bits) : value));
        }

        return result;
    }

    /// <summary>What <see cref="Unpack"/> takes.</summary>
    public static byte[] Pack(byte[] elements, ElementType element)
    {
        int bits = element.Bits(), perByte = 8 / bits;
        byte[] packed = new byte[(elements.Length + perByte - 1) / perByte];
        for (int i = 0; i < elements.Length; i++)
        {
            packed[i / perByte] |= (byte)((elements[i] & ((1 << bits) - 1)) << (i % perByte * bits));
        }

        return packed;
    }
}
