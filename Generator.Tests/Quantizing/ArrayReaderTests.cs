using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Tool;
using Octavo.Tool.Data;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Arrays of NumPy, alone and one per input, and digits.</summary>
public sealed class ArrayReaderTests : IDisposable
{
    private static readonly InputSpec Pair = new("a", ElementType.Float32, new Shape(1, 2));
    private static readonly InputSpec One = new("b", ElementType.Int64, new Shape(1));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a", "b")]
    [InlineData("arr_0", "arr_1")]
    public void An_npz_holds_an_array_per_input(string first, string second)
    {
        string path = Npz((first, Npy("<f4", "2, 2", Bytes<float>(1, 2, 3, 4))), (second, Npy("<i8", "2,", Bytes<long>(5, 6))));
        Sample[] samples = [.. DataSet.Open([path], [Pair, One], PixelOptions.None, int.MaxValue).Samples()];
        Assert.Equal(2, samples.Length);
        Assert.Equal([3f, 4f], (float[])samples[1].Inputs[0]);
        Assert.Equal([6L], (long[])samples[1].Inputs[1]);
    }

    [Theory]
    [InlineData("<f8", 8)]
    [InlineData("<i4", 4)]
    [InlineData("|u1", 1)]
    public void Other_numbers_become_floats(string type, int size)
    {
        byte[] content = type switch { "<f8" => Bytes<double>(1, 2), "<i4" => Bytes(1, 2), _ => [1, 2] };
        Assert.Equal(2 * size, content.Length);
        Array[] items = [.. Readers.Items(_folder.Write("x.npy", Npy(type, "2,", content)), Pair, PixelOptions.None)];
        Assert.Equal([1f, 2f], (float[])Assert.Single(items));
    }

    [Fact]
    public void What_cannot_be_read_is_told()
    {
        Assert.Contains("Fortran order", Refused(_folder.Write("f.npy", Npy("<f4", "1, 2", Bytes<float>(1, 2), fortran: true))));
        Assert.Contains("f.bin.npy", Refused(_folder.Write("f.bin.npy", "no array")));
        Assert.Contains("c.npy", Refused(_folder.Write("c.npy", Npy("<c8", "1, 2", new byte[16]))));
        Assert.Contains("no array 'a' or 'arr_0'", Refused(Npz(("x", Npy("<f4", "1, 2", Bytes<float>(1, 2))), ("y", Npy("<f4", "1, 2", Bytes<float>(1, 2))))));
        Assert.Contains("no .npz file", Refused(_folder.Write("n.npz", "no archive")));
    }

    [Fact]
    public void Every_truncated_array_is_told()
    {
        byte[] whole = Npy("<f4", "1, 2", Bytes<float>(1, 2));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Contains("t.npy", Refused(_folder.Write("t.npy", whole[..length])));
        }
    }

    [Fact]
    public void Digits_may_be_packed()
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40];
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(idx);
        }

        Array[] items = [.. Readers.Items(_folder.Write("digits-ubyte.gz", packed.ToArray()), Pair, new PixelOptions([10], [10]))];
        Assert.Equal([[0f, 1f], [2f, 3f]], items.Cast<float[]>());
        Assert.Contains("digits.idx", Refused(_folder.Write("digits.idx", idx[..^1])));
    }

    private static string Refused(string path) => Assert.Throws<CommandException>(() => DataSet.Open([path], [Pair], PixelOptions.None, int.MaxValue).Samples().ToArray()).Message;

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values).ToArray();

    private static byte[] Npy(string type, string shape, byte[] content, bool fortran = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header.Select(c => (byte)c), .. content];
    }

    private string Npz(params (string Name, byte[] Content)[] arrays)
    {
        string path = _folder.PathOf("a.npz");
        File.Delete(path);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in arrays)
        {
            using Stream stream = archive.CreateEntry(name + ".npy").Open();
            stream.Write(content);
        }

        return path;
    }
}
