using System;
using System.IO;
using System.Linq;

namespace Octavo.Tool.Data.Jpeg;

/// <summary>JPEG pictures that are coded sequentially, grey or in colour, 8 bits a channel; the orientation that a camera notes is not looked at.</summary>
internal sealed class JpegReader
{
    private readonly byte[] _bytes;
    private readonly string _file;
    private readonly ushort[]?[] _quantizers = new ushort[]?[4];
    private readonly JpegHuffman?[] _tables = new JpegHuffman?[8];
    private JpegComponent[] _components = [];
    private int _width;
    private int _height;
    private int _restart;
    private bool _isRgb;

    private JpegReader(byte[] bytes, string file) => (_bytes, _file) = (bytes, file);

    public static Image Read(Stream stream, string file)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new JpegReader(bytes.ToArray(), file).Read();
    }

    private Image Read()
    {
        if (_bytes.Length < 4 || _bytes[0] != 0xFF || _bytes[1] != 0xD8)
        {
            throw new CommandException($"{_file} is no JPEG picture.");
        }

        for (int at = 2; ;)
        {
            int marker = Byte(at + 1);
            if (Byte(at) != 0xFF || marker is 0xFF or <= 1 or (>= 0xD0 and <= 0xD7))
            {
                // Filling, or what a writer left behind a scan.
                at++;
                continue;
            }

            if (marker == 0xD9)
            {
                return Picture();
            }

            int start = at + 4, end = at + 2 + Word(at + 2);
            ReadOnlySpan<byte> segment = end >= start && end <= _bytes.Length ? _bytes.AsSpan(start, end - start) : throw Damaged();
            at = marker == 0xDA ? Scan(segment, end) : end;
            switch (marker)
            {
                case 0xC0 or 0xC1:
                    Frame(segment);
                    break;
                case 0xC4:
                    Tables(segment);
                    break;
                case (>= 0xC2 and <= 0xCF) and not 0xC8:
                    throw new CommandException($"{_file} is a JPEG picture of a kind that is not read, progressive for example: save it sequentially, or as PNG.");
                case 0xDB:
                    Quantizers(segment);
                    break;
                case 0xDD:
                    _restart = segment.Length >= 2 ? (segment[0] << 8) | segment[1] : throw Damaged();
                    break;
                case 0xEE when segment.Length >= 12 && segment[..5].SequenceEqual("Adobe"u8):
                    _isRgb = segment[11] == 0;
                    break;
            }
        }
    }

    private void Frame(ReadOnlySpan<byte> segment)
    {
        int count = segment.Length >= 6 ? segment[5] : 0;
        if (count is not (1 or 3) || segment[0] != 8 || segment.Length < 6 + (3 * count) || _components.Length > 0)
        {
            throw new CommandException($"{_file} is a JPEG picture of a kind that is not read: save it in grey or RGB with 8 bits a channel.");
        }

        (_height, _width) = ((segment[1] << 8) | segment[2], (segment[3] << 8) | segment[4]);
        _ = Image.New(_width, _height, count, _file);
        int[] horizontal = new int[count], vertical = new int[count];
        for (int i = 0; i < count; i++)
        {
            // A single plane has no others to be coarser than.
            (horizontal[i], vertical[i]) = count == 1 ? (1, 1) : (segment[7 + (3 * i)] >> 4, segment[7 + (3 * i)] & 15);
            if (horizontal[i] is < 1 or > 4 || vertical[i] is < 1 or > 4)
            {
                throw Damaged();
            }
        }

        int unitsWide = Units(_width, 8 * horizontal.Max()), unitsHigh = Units(_height, 8 * vertical.Max());
        _components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            _components[i] = new JpegComponent(segment[6 + (3 * i)], horizontal[i], vertical[i], segment[8 + (3 * i)] & 3, unitsWide * horizontal[i], unitsHigh * vertical[i]);
        }
    }

    private void Tables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 17)
        {
            int count = 0;
            foreach (byte length in segment.Slice(1, 16))
            {
                count += length;
            }

            _tables[(segment[0] >> 4 & 1) * 4 | (segment[0] & 3)] = segment.Length >= 17 + count
                ? new JpegHuffman(segment.Slice(1, 16).ToArray(), segment.Slice(17, count).ToArray(), _file)
                : throw Damaged();
            segment = segment[(17 + count)..];
        }
    }

    private void Quantizers(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int size = segment[0] >> 4 == 0 ? 1 : 2;
            if (segment.Length < 1 + (64 * size))
            {
                throw Damaged();
            }

            ushort[] quantizer = new ushort[64];
            for (int i = 0; i < 64; i++)
            {
                quantizer[i] = size == 1 ? segment[1 + i] : (ushort)((segment[1 + (2 * i)] << 8) | segment[2 + (2 * i)]);
            }

            _quantizers[segment[0] & 3] = quantizer;
            segment = segment[(1 + (64 * size))..];
        }
    }

    /// <returns>Where the scan ends.</returns>
    private int Scan(ReadOnlySpan<byte> segment, int start)
    {
        int count = segment.Length > 0 ? segment[0] : 0;
        if (count is < 1 or > 3 || segment.Length < 1 + (2 * count))
        {
            throw Damaged();
        }

        var planes = new JpegPlane[count];
        for (int i = 0; i < count; i++)
        {
            int id = segment[1 + (2 * i)], tables = segment[2 + (2 * i)];
            JpegComponent component = Array.Find(_components, c => c.Id == id) ?? throw Damaged();
            planes[i] = new JpegPlane(
                component, _quantizers[component.Quantizer] ?? throw Damaged(), _tables[(tables >> 4) & 3] ?? throw Damaged(), _tables[4 | (tables & 3)] ?? throw Damaged(), _file);
            component.Predictor = 0;
        }

        var bits = new JpegBits(_bytes, start, _file);
        bool isAlone = count == 1;
        JpegComponent first = planes[0].Component;
        int tallest = _components.Max(c => c.Vertical), widest = _components.Max(c => c.Horizontal);
        // A plane that is alone in its scan has only the blocks that hold pixels.
        int wide = isAlone ? Units(Units(_width * first.Horizontal, widest), 8) : first.Width / first.Horizontal;
        int high = isAlone ? Units(Units(_height * first.Vertical, tallest), 8) : first.Height / first.Vertical;
        for (int unit = 0; unit < wide * high; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                bits.Restart();
                Array.ForEach(_components, c => c.Predictor = 0);
            }

            foreach (JpegPlane plane in planes)
            {
                plane.Unit(bits, unit % wide, unit / wide, isAlone);
            }
        }

        return bits.Position;
    }

    private Image Picture()
    {
        if (_components.Length == 0)
        {
            throw Damaged();
        }

        Image image = Image.New(_width, _height, _components.Length, _file);
        int tallest = _components.Max(c => c.Vertical), widest = _components.Max(c => c.Horizontal);
        Span<float> values = stackalloc float[3];
        for (int y = 0, at = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++, at += image.Channels)
            {
                for (int c = 0; c < _components.Length; c++)
                {
                    values[c] = JpegColours.Sample(_components[c], x, y, _width, _height, widest, tallest);
                }

                JpegColours.Write(values, _isRgb, image.Pixels.AsSpan(at, image.Channels));
            }
        }

        return image;
    }

    private int Byte(int at) => at < _bytes.Length ? _bytes[at] : throw Damaged();

    private int Word(int at) => (Byte(at) << 8) | Byte(at + 1);

    private CommandException Damaged() => new($"{_file} is truncated or damaged.");

    private static int Units(int length, int unit) => (length + unit - 1) / unit;
}
