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

    private readonly List<(string Owner, long Offset, int Length, Func<byte[]> Pack)> _sections = [];
    private readonly Dictionary<int, byte[]> _packed = [];
    private readonly WeightsBuilder? _longer;

    public WeightsBuilder()
    {
    }

    private WeightsBuilder(WeightsBuilder longer) => _longer = longer;

    /// <summary>Whose sections are being added, for messages.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The length of the payload, without the header.</summary>
    public long Length { get; private set; }

    /// <summary>Reserves a section; returns its offset in the payload.</summary>
    public long Add(int length, Func<byte[]> pack)
    {
        long offset = _longer is null ? Length : _sections.Count < _longer._sections.Count ? _longer._sections[_sections.Count].Offset : 0;
        _sections.Add((Owner, offset, length, pack));
        Length = (offset + length + Alignment - 1) / Alignment * Alignment;
        return offset;
    }

    /// <summary>Reserves a section for values that exist already.</summary>
    public long Add<T>(T[] values)
        where T : unmanaged
        => Add(checked(values.Length * Marshal.SizeOf<T>()), () => BytesOf(values));

    /// <summary>For the program of a shorter length, whose sections are beginnings of these, at the same places.</summary>
    public WeightsBuilder ForShorter() => new(this);

    /// <summary>Whose section is no beginning of the corresponding one of the longer program; null when all are.</summary>
    public string? Stranger()
    {
        for (int i = 0; i < _sections.Count; i++)
        {
            if (i >= _longer!._sections.Count || _sections[i].Length > _longer._sections[i].Length || !_longer.Packed(i).AsSpan().StartsWith(_sections[i].Pack()))
            {
                return _sections[i].Owner;
            }
        }

        return _sections.Count == _longer!._sections.Count ? null : _longer._sections[_sections.Count].Owner;
    }

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
        foreach ((_, long offset, int length, Func<byte[]> pack) in _sections)
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

    private byte[] Packed(int section)
    {
        if (!_packed.TryGetValue(section, out byte[]? bytes))
        {
            _packed.Add(section, bytes = _sections[section].Pack());
        }

        return bytes;
    }
}
