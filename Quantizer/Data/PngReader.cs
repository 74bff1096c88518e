using System;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace Octavo.Tool.Data;

/// <summary>PNG pictures of 8 bits a channel, not interlaced; transparency is ignored.</summary>
internal static class PngReader
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static Image Read(Stream stream, string file)
    {
        if (!stream.Take(8, file).AsSpan().SequenceEqual(Signature))
        {
            throw new CommandException($"{file} is no PNG picture.");
        }

        byte[] header = [], palette = [];
        var packed = new MemoryStream();
        for (string type = ""; type != "IEND";)
        {
            int length = stream.TakeBigEndian(file);
            type = Encoding.ASCII.GetString(stream.Take(4, file));
            byte[] content = stream.Take(length, file);
            stream.Take(4, file);
            switch (type)
            {
                case "IHDR": header = content; break;
                case "PLTE": palette = content; break;
                case "IDAT": packed.Write(content); break;
            }
        }

        int samples = header.Length == 13 ? header[9] switch { 0 => 1, 2 => 3, 3 => 1, 4 => 2, 6 => 4, _ => 0 } : 0;
        if (samples == 0 || header[8] != 8 || header[12] != 0)
        {
            throw new CommandException($"{file} is a PNG picture of a kind that is not read: save it with 8 bits a channel, not interlaced.");
        }

        using var header4 = new MemoryStream(header);
        int width = header4.TakeBigEndian(file), height = header4.TakeBigEndian(file);
        bool isGrey = header[9] is 0 or 4;
        var image = Image.New(width, height, isGrey ? 1 : 3, file);
        packed.Position = 0;
        using var unpacked = new UnpackingStream(new ZLibStream(packed, CompressionMode.Decompress), file);
        Fill(image, unpacked, samples, header[9] == 3 ? palette : null, file);
        return image;
    }

    private static void Fill(Image image, Stream unpacked, int samples, byte[]? palette, string file)
    {
        byte[] above = new byte[image.Width * samples];
        for (int y = 0, at = 0; y < image.Height; y++)
        {
            int filter = unpacked.Take(1, file)[0];
            byte[] row = unpacked.Take(above.Length, file);
            if (filter > 4)
            {
                throw new CommandException($"{file} is damaged: it has a filter of type {filter}.");
            }

            Unfilter(row, above, samples, filter);
            for (int x = 0; x < image.Width; x++)
            {
                for (int c = 0; c < image.Channels; c++)
                {
                    int index = palette is null ? 0 : (3 * row[x]) + c;
                    image.Pixels[at++] = palette is null ? row[(x * samples) + c] : index < palette.Length ? palette[index] : 0;
                }
            }

            above = row;
        }
    }

    private static void Unfilter(byte[] row, byte[] above, int step, int filter)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            row[i] += (byte)(filter switch
            {
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => 0,
            });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int byLeft = Math.Abs(estimate - left), byUp = Math.Abs(estimate - up), byCorner = Math.Abs(estimate - corner);
        return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    }
}
