// Verifies what Tocsin's mirror log makes with Go's own transparency log packages, which know nothing of Tocsin: the
// trials of a JSON document on standard input, one verdict a line.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tree struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

type trial struct {
	Step      string   `json:"step"`
	Leaf      string   `json:"leaf"`
	Index     int64    `json:"index"`
	Size      int64    `json:"size"`
	Root      string   `json:"root"`
	Proof     []string `json:"proof"`
	From      tree     `json:"from"`
	To        tree     `json:"to"`
	Note      string   `json:"note"`
	Text      string   `json:"text"`
	Cosigners int      `json:"cosigners"`
}

type input struct {
	Origin string `json:"origin"`
	// Verifier keys: those named like the origin are the log's, the others cosigners'.
	Keys   []string `json:"keys"`
	Trials []trial  `json:"trials"`
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	verifiers, err := verifiersOf(in.Keys)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, t := range in.Trials {
		if err := try(t, in.Origin, verifiers); err != nil {
			fmt.Println("refused:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("accepted")
		}
	}
}

func try(t trial, origin string, verifiers note.Verifiers) error {
	switch t.Step {
	case "inclusion":
		return included(t.Proof, t.Size, t.Root, t.Index, t.Leaf)
	case "consistency":
		return consistent(t)
	case "checkpoint":
		_, _, err := open(t.Note, origin, verifiers)
		return err
	case "entry":
		return proved(t, origin, verifiers)
	}
	return errors.New("no such step")
}

func included(path []string, size int64, root string, index int64, leaf string) error {
	proof, err := hashes(path)
	if err != nil {
		return err
	}
	r, err := tlog.ParseHash(root)
	if err != nil {
		return err
	}
	l, err := tlog.ParseHash(leaf)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, size, r, index, l)
}

func consistent(t trial) error {
	proof, err := hashes(t.Proof)
	if err != nil {
		return err
	}
	from, err := tlog.ParseHash(t.From.Root)
	if err != nil {
		return err
	}
	to, err := tlog.ParseHash(t.To.Root)
	if err != nil {
		return err
	}
	// Go has no proofs from the empty tree, with which every tree begins.
	if t.From.Size == 0 && len(proof) == 0 && from == tlog.Hash(sha256.Sum256(nil)) {
		return nil
	}
	return tlog.CheckTree(tlog.TreeProof(proof), t.To.Size, to, t.From.Size, from)
}

func hashes(texts []string) (tlog.RecordProof, error) {
	var all tlog.RecordProof
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, hash)
	}
	return all, nil
}

// open verifies a checkpoint's signatures and says how many distinct cosigners it has.
func open(text, origin string, verifiers note.Verifiers) (tree, int, error) {
	opened, err := note.Open([]byte(text), verifiers)
	if err != nil {
		return tree{}, 0, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		return tree{}, 0, errors.New("not a checkpoint of this origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tree{}, 0, err
	}
	logs, cosigners := 0, 0
	for _, signature := range opened.Sigs {
		if signature.Name == origin {
			logs++
		} else {
			cosigners++
		}
	}
	if logs == 0 {
		return tree{}, 0, errors.New("not signed by the log")
	}
	return tree{Size: size, Root: lines[2]}, cosigners, nil
}

func proved(t trial, origin string, verifiers note.Verifiers) error {
	head, checkpoint, found := strings.Cut(t.Text, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	checked, cosigners, err := open(checkpoint, origin, verifiers)
	if err != nil {
		return err
	}
	if cosigners < t.Cosigners {
		return errors.New("too few cosigners")
	}
	return included(lines[3:], checked.Size, checked.Root, index, tlog.RecordHash(entry).String())
}

// cosigner verifies cosignatures of c2sp.org/tlog-cosignature, which Go's package has no verifier for.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(signed), signature[8:])
}

func verifiersOf(keys []string) (note.Verifiers, error) {
	var all []note.Verifier
	for _, key := range keys {
		parts := strings.SplitN(key, "+", 3)
		if len(parts) != 3 {
			return nil, errors.New("not a verifier key")
		}
		material, err := base64.StdEncoding.DecodeString(parts[2])
		if err != nil || len(material) != 1+ed25519.PublicKeySize {
			return nil, errors.New("not a verifier key")
		}
		if material[0] == 1 {
			verifier, err := note.NewVerifier(key)
			if err != nil {
				return nil, err
			}
			all = append(all, verifier)
			continue
		}
		sum := sha256.Sum256(append([]byte(parts[0]+"\n"), material...))
		hash := binary.BigEndian.Uint32(sum[:])
		if fmt.Sprintf("%08x", hash) != parts[1] {
			return nil, errors.New("a key id is not its own")
		}
		all = append(all, cosigner{parts[0], hash, material[1:]})
	}
	return note.VerifierList(all...), nil
}
