using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;
using Octavo.Tool.Data.Jpeg;

namespace Octavo.Tool.Data;

/// <summary>Opens files of items by their names' ends; a final <c>.gz</c> is unpacked on the way.</summary>
internal static class Readers
{
    private static readonly Dictionary<string, Func<Stream, string, Image>> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pgm"] = PnmReader.Read,
        [".ppm"] = PnmReader.Read,
        [".bmp"] = BmpReader.Read,
        [".png"] = PngReader.Read,
        [".jpg"] = JpegReader.Read,
        [".jpeg"] = JpegReader.Read,
    };

    private static readonly string[] Others = [".npy", ".npz", ".pb", ".bin", ".idx"];

    public static string Known => "npy, npz, pb (TensorProto), bin, idx, pgm, ppm, bmp, png, jpg, and each of them with .gz";

    public static bool CanRead(string path) => Others.Contains(Kind(path)) || Pictures.ContainsKey(Kind(path));

    /// <summary>A file that holds several arrays by name, one per input.</summary>
    public static bool HoldsSeveralInputs(string path) => Kind(path) == ".npz";

    /// <summary>The items that a file holds for an input, one at a time.</summary>
    /// <exception cref="CommandException">The file cannot be read, or holds something else.</exception>
    public static IEnumerable<Array> Items(string path, InputSpec input, PixelOptions pixels)
    {
        using Stream stream = Open(path);
        string kind = Kind(path);
        if (Pictures.TryGetValue(kind, out var read))
        {
            float[] picture = ImageFitting.Fit(read(stream, path), input, pixels, path);
            yield return input.Convert(TensorData.Floats(input.Shape, picture), path);
            yield break;
        }

        foreach (TensorData item in kind switch
        {
            ".npy" => NpyReader.Read(stream, path, input),
            ".idx" => IdxReader.Read(stream, path, input),
            ".pb" => Split(OnnxReader.ReadTensor(stream.ToArray()) ?? throw new CommandException($"{path} is no TensorProto, or it is damaged."), input, path),
            ".bin" => Raw(stream, path, input),
            _ => throw new CommandException($"{path} is of a kind that is not read; known are {Known}."),
        })
        {
            yield return Converted(item, input, pixels, path);
        }
    }

    /// <summary>The items of a file with an array per input, found by name, or in order as <c>arr_0</c>, <c>arr_1</c>….</summary>
    public static IEnumerable<Array[]> Rows(string path, IReadOnlyList<InputSpec> inputs, PixelOptions pixels)
    {
        using var archive = OpenArchive(path);
        TensorData[][] columns = [.. inputs.Select((input, i) =>
        {
            var entry = archive.GetEntry(input.Name + ".npy") ?? archive.GetEntry($"arr_{i}.npy") ?? (inputs.Count == 1 && archive.Entries.Count == 1 ? archive.Entries[0] : null)
                ?? throw new CommandException($"{path} holds no array '{input.Name}' or 'arr_{i}'.");
            string name = $"{path}/{entry.Name}";
            using Stream stream = Open(entry, name);
            return NpyReader.Read(stream, name, input).ToArray();
        })];
        int rows = columns[0].Length;
        if (columns.Any(c => c.Length != rows))
        {
            throw new CommandException($"{path} holds different numbers of items for the inputs: {string.Join(", ", columns.Select(c => c.Length))}.");
        }

        for (int row = 0; row < rows; row++)
        {
            yield return [.. inputs.Select((input, i) => Converted(columns[i][row], input, pixels, path))];
        }
    }

    public static string Kind(string path)
    {
        string name = Path.GetFileName(path);
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        // The digits' files are named after their type: t10k-images-idx3-ubyte.
        return name.EndsWith("-ubyte", StringComparison.OrdinalIgnoreCase) ? ".idx" : Path.GetExtension(name).ToLowerInvariant();
    }

    public static Stream Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new BufferedStream(new UnpackingStream(new GZipStream(file, CompressionMode.Decompress), path), 1 << 16) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {e.Message}");
        }
    }

    private static ZipArchive OpenArchive(string path)
    {
        try
        {
            return new ZipArchive(Open(path));
        }
        catch (InvalidDataException)
        {
            throw new CommandException($"{path} is no .npz file, or it is damaged.");
        }
    }

    private static UnpackingStream Open(ZipArchiveEntry entry, string name)
    {
        try
        {
            return new UnpackingStream(entry.Open(), name);
        }
        catch (InvalidDataException)
        {
            throw new CommandException($"{name} is damaged: it cannot be unpacked.");
        }
    }

    private static byte[] ToArray(this Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static IEnumerable<TensorData> Split(TensorData data, InputSpec input, string path)
    {
        int items = input.ItemsIn(data.Shape.Dimensions, path), size = input.Length * data.Element.Size();
        for (int i = 0; i < items; i++)
        {
            yield return new TensorData(data.Element, input.Shape, data.Bytes.AsSpan(i * size, size).ToArray());
        }
    }

    /// <summary>Raw elements have the input's type and shape, item after item.</summary>
    private static IEnumerable<TensorData> Raw(Stream stream, string path, InputSpec input)
    {
        int size = input.Length * input.Element.Size();
        long length = new FileInfo(path).Length;
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && (length == 0 || length % size != 0))
        {
            throw new CommandException($"{path} holds {length} bytes, which are no whole number of items: the model's input '{input.Name}' is {input.Element.ShortName()}{input.Shape}, {size} bytes.");
        }

        for (int first = stream.ReadByte(); first >= 0; first = stream.ReadByte())
        {
            byte[] item = new byte[size];
            item[0] = (byte)first;
            stream.Take(size - 1, path).CopyTo(item, 1);
            yield return new TensorData(input.Element, input.Shape, item);
        }
    }

    /// <summary>Bytes for an input of floats are brightnesses.</summary>
    private static Array Converted(TensorData item, InputSpec input, PixelOptions pixels, string path)
    {
        Array values = input.Convert(item, path);
        if (values is float[] floats && item.Element == ElementType.UInt8)
        {
            pixels.Normalize(floats, input.Shape);
        }

        return values;
    }
}
