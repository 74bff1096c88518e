using System;
using System.IO;
using Octavo.Compiler;

namespace Octavo.Tool.Execution;

/// <summary>Reads model files and writes results, which appear whole or not at all.</summary>
internal static class ModelFiles
{
    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static ModelSource Open(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new ModelSource(Path.GetFileName(path), Read(path), name => File.Exists(Path.Combine(folder, name)) ? File.ReadAllBytes(Path.Combine(folder, name)) : null);
    }

    /// <exception cref="CommandException">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
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
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new CommandException($"'{path}' cannot be written: {e.Message}");
        }
    }

    public static void Write(string path, string text) => Write(path, new System.Text.UTF8Encoding(false).GetBytes(text));
}
