using System;

namespace Octavo.Tool.Data.Jpeg;

/// <summary>Reads the blocks of one plane in a scan.</summary>
internal sealed class JpegPlane(JpegComponent component, ushort[] quantizer, JpegHuffman first, JpegHuffman others, string file)
{
    /// <summary>The places of a block in the order of rising frequency: diagonals, up and down in turn.</summary>
    private static readonly byte[] Zigzag = ZigzagOrder();

    private readonly int[] _coefficients = new int[64];

    public JpegComponent Component => component;

    /// <summary>The plane's blocks of one unit of the picture; a single one when the plane is alone in its scan.</summary>
    public void Unit(JpegBits bits, int unitX, int unitY, bool isAlone)
    {
        (int wide, int high) = isAlone ? (1, 1) : (component.Horizontal, component.Vertical);
        for (int y = 0; y < high; y++)
        {
            for (int x = 0; x < wide; x++)
            {
                Block(bits);
                component.Write((unitX * wide) + x, (unitY * high) + y, _coefficients);
            }
        }
    }

    private void Block(JpegBits bits)
    {
        Array.Clear(_coefficients);
        component.Predictor += bits.Signed(first.Decode(bits) & 15);
        _coefficients[0] = component.Predictor * quantizer[0];
        for (int k = 1; k < 64; k++)
        {
            // How many zeros to skip, and how many bits the number behind them has; 0 ends the block, 15 zeros without a number are 16.
            int code = others.Decode(bits), size = code & 15;
            if (code == 0)
            {
                return;
            }

            k += code >> 4;
            if (k > 63)
            {
                throw new CommandException($"{file} is damaged: a block of its picture has too many numbers.");
            }

            _coefficients[Zigzag[k]] = size == 0 ? 0 : bits.Signed(size) * quantizer[k];
        }
    }

    private static byte[] ZigzagOrder()
    {
        byte[] order = new byte[64];
        for (int diagonal = 0, k = 0; diagonal < 15; diagonal++)
        {
            for (int i = Math.Max(diagonal - 7, 0); i <= Math.Min(diagonal, 7); i++)
            {
                (int x, int y) = diagonal % 2 == 0 ? (i, diagonal - i) : (diagonal - i, i);
                order[k++] = (byte)((y * 8) + x);
            }
        }

        return order;
    }
}
