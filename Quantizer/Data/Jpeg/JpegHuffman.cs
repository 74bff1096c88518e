namespace Octavo.Tool.Data.Jpeg;

/// <summary>A canonical prefix code: codes of one length follow each other, and those of the next length follow them.</summary>
/// <param name="counts">How many codes have 1, 2, … 16 bits.</param>
/// <param name="symbols">What they stand for, in their order.</param>
internal sealed class JpegHuffman(byte[] counts, byte[] symbols, string file)
{
    public int Decode(JpegBits bits)
    {
        int code = 0, first = 0, index = 0;
        foreach (byte count in counts)
        {
            code |= bits.Next();
            if (code - first < count)
            {
                return symbols[index + code - first];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        throw new CommandException($"{file} is damaged: it holds a code that stands for nothing.");
    }
}
