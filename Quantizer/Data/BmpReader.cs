using System;
using System.IO;

namespace Octavo.Tool.Data;

/// <summary>Uncompressed BMP pictures of 24 or 32 bits a pixel.</summary>
internal static class BmpReader
{
    private const int HeaderSize = 54;

    public static Image Read(Stream stream, string file)
    {
        byte[] header = stream.Take(HeaderSize, file);
        int start = BitConverter.ToInt32(header, 10), width = BitConverter.ToInt32(header, 18), height = BitConverter.ToInt32(header, 22);
        int bits = BitConverter.ToUInt16(header, 28), compression = BitConverter.ToInt32(header, 30);
        if (header[0] != 'B' || header[1] != 'M' || bits is not (24 or 32) || compression is not (0 or 3) || start < HeaderSize)
        {
            throw new CommandException($"{file} is no uncompressed BMP picture of 24 or 32 bits a pixel.");
        }

        stream.Take(start - HeaderSize, file);
        var image = Image.New(width, height == int.MinValue ? 0 : Math.Abs(height), 3, file);
        int step = bits / 8;
        int rowBytes = ((width * step) + 3) / 4 * 4;
        for (int y = 0; y < image.Height; y++)
        {
            // Rows go upwards unless the height is negative; pixels are blue, green, red.
            byte[] row = stream.Take(rowBytes, file);
            int at = (height > 0 ? image.Height - 1 - y : y) * width * 3;
            for (int x = 0; x < width; x++, at += 3)
            {
                image.Pixels[at] = row[(x * step) + 2];
                image.Pixels[at + 1] = row[(x * step) + 1];
                image.Pixels[at + 2] = row[x * step];
            }
        }

        return image;
    }
}
