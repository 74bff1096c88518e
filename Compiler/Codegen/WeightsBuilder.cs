using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Octavo.Compiler.Codegen;

/// <summary>
/// Lays out the weights blob: sections at multiples of 64 bytes behind the header that Runtime's WeightsBlob checks. Offsets are known at once; the
/// contents are packed when the blob is asked for, so that writing C# costs no packing.
/// </summary>
internal sealed class WeightsBuilder
{
    public const int Alignment = 64;

    // The header as Runtime's WeightsBlob documents it: magic, format version, payload length, model hash, zeros.
    private const int HeaderBytes = 64;
    private const int FormatVersion = 1;

    private readonly List<(long Offset, int Length, Func<byte[]> Pack)> _sections = [];

    /// <summary>The length of the payload, without the header.</summary>
    public long Length { get; private set; }

    /// <summary>Reserves a section; returns its offset in the payload.</summary>
    public long Add(int length, Func<byte[]> pack)
    {
        long offset = Length;
        _sections.Add((offset, length, pack));
        Length = (offset + length + Alignment - 1) / Alignment * Alignment;
        return offset;
    }

    /// <summary>Reserves a section for values that exist already.</summary>
    public long Add<T>(T[] values)
        where T : unmanaged
        => Add(checked(values.Length * Marshal.SizeOf<T>()), () => BytesOf(values));

    public static byte[] BytesOf<T>(T[] values)
        where T : unmanaged
        => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    /// <summary>The whole blob for a model with the given SHA-256.</summary>
    public byte[] Build(byte[] modelHash)
    {
        byte[] blob = new byte[checked(HeaderBytes + Length)];
        "OCTW"u8.CopyTo(blob);
        BitConverter.GetBytes(FormatVersion).CopyTo(blob, 4);
        BitConverter.GetBytes(Length).CopyTo(blob, 8);
        modelHash.CopyTo(blob, 16);
        foreach ((long offset, int length, Func<byte[]> pack) in _sections)
        {
            byte[] bytes = pack();
            if (bytes.Length != length)
            {
                throw new InvalidOperationException($"A section of {length} bytes was packed into {bytes.Length}.");
            }

            bytes.CopyTo(blob, HeaderBytes + offset);
        }

        return blob;
    }
}
