using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Execution;

/// <summary>Reads model files and writes results, which appear whole or not at all.</summary>
internal static class ModelFiles
{
    private const string Devices = "/dev/";

    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static ModelSource Open(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new ModelSource(Path.GetFileName(path), Read(path), name => File.Exists(Path.Combine(folder, name)) ? File.ReadAllBytes(Path.Combine(folder, name)) : null);
    }

    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CommandException($"'{path}' is a folder; name a file in it.");
        }

        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <exception cref="CommandException">The file cannot be written.</exception>
    public static void Write(string path, byte[] bytes)
    {
        string target = Path.GetFullPath(path), temporary = "";
        try
        {
            // A device takes bytes; a file put in its place would be no device any more.
            if (target.StartsWith(Devices, StringComparison.Ordinal))
            {
                File.WriteAllBytes(target, bytes);
                return;
            }

            // What a link leads to is replaced, not the link.
            target = File.Exists(target) ? File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target : target;
            temporary = $"{target}.{Guid.NewGuid():N}.tmp";
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new CommandException($"'{path}' cannot be written: {e.Message}");
        }
    }

    /// <summary>Refuses targets before the work for them begins: folders, files that are read, and one path for two results.</summary>
    /// <param name="read">The files that the command reads.</param>
    /// <param name="written">The files that it is to write; null for those that were not asked for.</param>
    /// <exception cref="CommandException">A target would not do.</exception>
    public static void CheckTargets(string[] read, params string?[] written)
    {
        var taken = new HashSet<string>(read.Select(Path.GetFullPath), StringComparer.Ordinal);
        foreach (string path in written.OfType<string>())
        {
            string target = Path.GetFullPath(path);
            if (Directory.Exists(target) || Path.EndsInDirectorySeparator(target))
            {
                throw new CommandException($"'{path}' is a folder; name a file in it.");
            }

            if (!taken.Add(target) && !target.StartsWith(Devices, StringComparison.Ordinal))
            {
                throw new CommandException(read.Any(r => Path.GetFullPath(r) == target)
                    ? $"'{path}' is what the command reads, and would be lost; name another file to write."
                    : $"'{path}' is named for two results; name a file for each.");
            }
        }
    }

    public static void Write(string path, string text) => Write(path, new System.Text.UTF8Encoding(false).GetBytes(text));
}
