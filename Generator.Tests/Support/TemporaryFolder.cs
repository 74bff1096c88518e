using System;
using System.IO;

namespace Octavo.Generator.Tests.Support;

/// <summary>A folder for the length of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string prefix = "octavo-") => Root = Directory.CreateTempSubdirectory(prefix).FullName;

    public string Root { get; }

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Returns the file's absolute path.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Prepare(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Returns the file's absolute path.</summary>
    public string Write(string name, string content)
    {
        string path = Prepare(name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string Prepare(string name)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
