using System.IO;

namespace Octavo.Tool.Data;

/// <summary>PGM (P5) and PPM (P6) pictures of 8 bits.</summary>
internal static class PnmReader
{
    public static Image Read(Stream stream, string file)
    {
        byte[] magic = stream.Take(2, file);
        int channels = magic[1] switch
        {
            (byte)'5' => 1,
            (byte)'6' => 3,
            _ => throw new CommandException($"{file} is no binary PGM (P5) or PPM (P6) picture."),
        };
        int width = Number(stream, file), height = Number(stream, file), maximum = Number(stream, file);
        if (maximum is < 1 or > 255)
        {
            throw new CommandException($"{file} has values up to {maximum}; pictures of 8 bits are read.");
        }

        var image = Image.New(width, height, channels, file);
        byte[] bytes = stream.Take(image.Pixels.Length, file);
        for (int i = 0; i < bytes.Length; i++)
        {
            image.Pixels[i] = maximum == 255 ? bytes[i] : bytes[i] * 255f / maximum;
        }

        return image;
    }

    /// <summary>A number behind blanks and comments, with the one blank that ends it.</summary>
    private static int Number(Stream stream, string file)
    {
        int c = stream.ReadByte();
        while (c is ' ' or '\t' or '\r' or '\n' or '#')
        {
            while (c == '#' && stream.ReadByte() is not ('\n' or -1))
            {
            }

            c = stream.ReadByte();
        }

        long number = 0;
        for (; c is >= '0' and <= '9' && number < int.MaxValue / 10; c = stream.ReadByte())
        {
            number = (10 * number) + c - '0';
        }

        return c is ' ' or '\t' or '\r' or '\n' ? (int)number : throw new CommandException($"{file} has a header that cannot be read.");
    }
}
