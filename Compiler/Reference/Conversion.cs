namespace Octavo.Compiler.Reference;

/// <summary>Operators between element types.</summary>
internal static class Conversion
{
    /// <summary>Reals to the output's type; a quantized input gives the reals that its codes stand for.</summary>
    public static TensorData Real(Operand x, TensorType y, Clamp? clamp = null)
    {
        var writer = new TensorWriter(y, clamp);
        var reader = new TensorReader(x);
        for (int i = 0; i < x.Data.Length; i++)
        {
            writer.Real(i, reader.Real(i));
        }

        return writer.Data;
    }

    /// <summary>Numbers and codes alike are taken for what is stored.</summary>
    public static TensorData Cast(Cast op, Operand x, TensorType y)
    {
        if (y.Element.IsTinyFloat())
        {
            return Tiny(op, x, y);
        }

        var writer = new TensorWriter(y with { Quantization = null });
        int bits = y.Element.IsTinyInteger() ? y.Element.Bits() : op.Bits;
        bool integers = !x.Element.IsFloat() && !y.Element.IsFloat();
        for (int i = 0; i < x.Data.Length; i++)
        {
            if (bits > 0)
            {
                long whole = x.Element.IsFloat() ? Integers.Truncate(x.Data.FloatAt(i), ElementType.Int32) : x.Data.IntegerAt(i);
                writer.Integer(i, y.Element.MinValue() < 0 ? Integers.Wrap(whole, bits) : whole & ((1 << bits) - 1));
            }
            else if (integers)
            {
                writer.Integer(i, x.Data.IntegerAt(i));
            }
            else
            {
                writer.Real(i, x.Data.FloatAt(i));
            }
        }

        return writer.Data;
    }

    private static TensorData Tiny(Cast op, Operand x, TensorType y)
    {
        TinyFormat format = TinyFormat.Of(y.Element);
        byte[] bytes = new byte[x.Data.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = format.FromDouble(x.Data.FloatAt(i), op.Saturate, op.Rounding);
        }

        return new TensorData(y.Element, y.Shape, bytes);
    }

    public static TensorData Reinterpret(Reinterpret op, Operand x, TensorType y)
    {
        byte[] bytes = (byte[])x.Data.Bytes.Clone();
        if (op.Offset != 0)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = unchecked((byte)(bytes[i] + op.Offset));
            }
        }

        return new TensorData(y.Element, y.Shape, bytes);
    }

    public static TensorData Lookup(Lookup op, Operand x, TensorType y)
    {
        byte[] bytes = new byte[x.Data.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = op.Table[x.Data.Bytes[i]];
        }

        return new TensorData(y.Element, y.Shape, bytes);
    }
}
