using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

/// <summary>The files of the MNIST digits: bytes of any shape behind a big-endian header.</summary>
internal static class IdxReader
{
    private const int UnsignedBytes = 8;

    public static IEnumerable<TensorData> Read(Stream stream, string file, InputSpec input)
    {
        int items = input.ItemsIn(Header(stream, file), file);
        for (int i = 0; i < items; i++)
        {
            yield return new TensorData(ElementType.UInt8, input.Shape, stream.Take(input.Length, file));
        }
    }

    public static TensorData ReadAll(Stream stream, string file)
    {
        int[] shape = Header(stream, file);
        return new TensorData(ElementType.UInt8, new Shape(shape), stream.Take(FileBytes.Elements(shape, file), file));
    }

    private static int[] Header(Stream stream, string file)
    {
        byte[] magic = stream.Take(4, file);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedBytes)
        {
            throw new CommandException($"{file} is no idx file of bytes.");
        }

        int[] shape = [.. Enumerable.Range(0, magic[3]).Select(_ => stream.TakeBigEndian(file))];
        FileBytes.Elements(shape, file);
        return shape;
    }
}
