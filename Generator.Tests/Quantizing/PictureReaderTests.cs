using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Octavo.Tool;
using Octavo.Tool.Data;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Pictures of 3 x 2 pixels, written here, and what is no such picture.</summary>
public class PictureReaderTests
{
    private const int Width = 3;
    private const int Height = 2;

    private static readonly byte[] Colours = [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)(i * 14))];
    private static readonly byte[] Greys = [0, 50, 100, 150, 200, 250];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_filter_of_PNG_is_undone(int filter) => Assert.Equal(Floats(Colours), Png(Colours, type: 2, samples: 3, filter: filter).Pixels);

    [Fact]
    public void PNG_may_be_grey_transparent_or_have_a_palette()
    {
        Assert.Equal(Floats(Greys), Png(Greys, type: 0, samples: 1).Pixels);
        Assert.Equal(Floats(Greys), Png([.. Greys.SelectMany(g => new[] { g, (byte)7 })], type: 4, samples: 2).Pixels);
        Assert.Equal(Floats(Colours), Png([.. Colours.Chunk(3).SelectMany(c => c.Append((byte)9))], type: 6, samples: 4).Pixels);
        Assert.Equal(Floats(Colours), Png([0, 1, 2, 3, 4, 5], type: 3, samples: 1, palette: Colours).Pixels);
    }

    [Fact]
    public void Other_PNG_is_refused_with_the_remedy()
    {
        Assert.Contains("8 bits a channel", Assert.Throws<CommandException>(() => Png(Greys, type: 0, samples: 1, bits: 16)).Message);
        Assert.Contains("not interlaced", Assert.Throws<CommandException>(() => Png(Colours, type: 2, samples: 3, interlaced: 1)).Message);
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(24, -1)]
    [InlineData(32, 1)]
    public void BMP_goes_upwards_or_downwards(int bits, int direction)
    {
        byte[] file = Bmp(bits, direction);
        Assert.Equal(Floats(Colours), Read(BmpReader.Read, file).Pixels);
    }

    [Fact]
    public void Other_BMP_is_refused() => Assert.Contains("24 or 32 bits", Assert.Throws<CommandException>(() => Read(BmpReader.Read, Bmp(8, 1))).Message);

    [Fact]
    public void PNM_has_comments_and_its_own_greatest_value()
    {
        Assert.Equal(Floats(Greys), Read(PnmReader.Read, [.. "P5 # grey\n3\n# and\n2 255\n"u8, .. Greys]).Pixels);
        Assert.Equal(Floats(Colours), Read(PnmReader.Read, [.. "P6 3 2 255\n"u8, .. Colours]).Pixels);
        Assert.Equal([0, 51, 102, 153, 204, 255], Read(PnmReader.Read, [.. "P5 3 2 5\n"u8, 0, 1, 2, 3, 4, 5]).Pixels);
        Assert.Contains("8 bits", Assert.Throws<CommandException>(() => Read(PnmReader.Read, [.. "P5 3 2 65535\n"u8, .. new byte[12]])).Message);
        Assert.Contains("no binary PGM", Assert.Throws<CommandException>(() => Read(PnmReader.Read, [.. "P3 1 1 255\n1 2 3"u8])).Message);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("ppm")]
    public void Every_truncation_is_told(string kind)
    {
        (Func<Stream, string, Image> read, byte[] whole) = kind switch
        {
            "png" => ((Func<Stream, string, Image>)PngReader.Read, PngFile(Colours, 2, 3)),
            "bmp" => (BmpReader.Read, Bmp(32, 1)),
            _ => (PnmReader.Read, [.. "P6 3 2 255\n"u8, .. Colours]),
        };
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Contains("a file", Assert.Throws<CommandException>(() => Read(read, whole[..length])).Message);
        }
    }

    private static Image Png(byte[] content, int type, int samples, int filter = 0, int bits = 8, int interlaced = 0, byte[]? palette = null) =>
        Read(PngReader.Read, PngFile(content, type, samples, filter, bits, interlaced, palette));

    private static byte[] PngFile(byte[] content, int type, int samples, int filter = 0, int bits = 8, int interlaced = 0, byte[]? palette = null)
    {
        byte[] header = [0, 0, 0, Width, 0, 0, 0, Height, (byte)bits, (byte)type, 0, 0, (byte)interlaced];
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(Filtered(content, samples, filter));
        }

        return [0x89, .. "PNG"u8, 13, 10, 26, 10, .. Chunk("IHDR", header), .. palette is null ? [] : Chunk("PLTE", palette), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Readers do not look at the check sum.</summary>
    private static byte[] Chunk(string type, byte[] content) => [0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. type.Select(c => (byte)c), .. content, 0, 0, 0, 0];

    /// <summary>Each row behind its filter, as the format's formulas say.</summary>
    private static byte[] Filtered(byte[] content, int samples, int filter)
    {
        int row = Width * samples;
        int At(int y, int i) => y < 0 || i < 0 ? 0 : content[(y * row) + i];
        return [.. Enumerable.Range(0, Height).SelectMany(y => Enumerable.Range(0, row).Select(i =>
        {
            int left = At(y, i - samples), up = At(y - 1, i), corner = i < samples ? 0 : At(y - 1, i - samples);
            int predicted = filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => new[] { left, up, corner }.MinBy(v => Math.Abs(left + up - corner - v)), _ => 0 };
            return (byte)(At(y, i) - predicted);
        }).Prepend((byte)filter))];
    }

    private static byte[] Bmp(int bits, int direction)
    {
        byte[] header = new byte[54];
        "BM"u8.CopyTo(header);
        BitConverter.GetBytes(54).CopyTo(header, 10);
        BitConverter.GetBytes(40).CopyTo(header, 14);
        BitConverter.GetBytes(Width).CopyTo(header, 18);
        BitConverter.GetBytes(Height * direction).CopyTo(header, 22);
        BitConverter.GetBytes((ushort)bits).CopyTo(header, 28);
        var rows = Colours.Chunk(Width * 3).Select(row => row.Chunk(3).SelectMany(c => bits == 32 ? new byte[] { c[2], c[1], c[0], 0 } : [c[2], c[1], c[0]]).ToArray());
        return [.. header, .. (direction > 0 ? rows.Reverse() : rows).SelectMany(row => row.Concat(new byte[(4 - (row.Length % 4)) % 4]))];
    }

    private static float[] Floats(byte[] bytes) => [.. bytes.Select(b => (float)b)];

    private static Image Read(Func<Stream, string, Image> read, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return read(stream, "a file");
    }
}
